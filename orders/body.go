package orders

// Body checks the params and returns what Create sends, to be encoded as JSON. It
// serves calls that carry an order inside, such as an agent's create_order.
func (p *CreateParams) Body() (any, error) { return p.wire() }
