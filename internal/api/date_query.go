package api

import "net/url"

// EncodeValues writes date=2024-01-31 into a query, and nothing for the zero Date.
func (d Date) EncodeValues(key string, values *url.Values) error {
	if d.IsZero() {
		return nil
	}
	if err := d.Err(); err != nil {
		return err
	}
	values.Set(key, d.String())
	return nil
}
