package httpapi

// controlFixtures applies the fixtures in the body to the present data, all or nothing. A
// reset does not apply them again.
func (c *call) controlFixtures() (any, error) {
	fixtures, err := readFixtures("", c.body)
	if err == nil {
		err = c.server.apply(fixtures, !fromLoopback(c.request))
	}
	if err != nil {
		return nil, fixtureRefusal(err)
	}
	accounts, calls := fixtures.Size()
	return &struct {
		Accounts int `json:"accounts"`
		Calls    int `json:"calls"`
	}{accounts, calls}, nil
}
