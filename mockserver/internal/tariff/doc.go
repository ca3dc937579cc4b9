// Package tariff calculates tax, duty and shipping costs from tables of rates, the
// files in data. Each file says where its numbers come from and of which day they are.
// It knows no currency but by its rate, and no rounding: callers bring it.
package tariff
