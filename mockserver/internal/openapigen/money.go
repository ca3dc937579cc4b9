package main

import "github.com/stateset/stateset-go/internal/wiregen/codegen"

// The forms of amounts in responses, see internal/moneyform.

// decimalPattern is a decimal without exponent and separators.
const decimalPattern = `^-?[0-9]+(\.[0-9]+)?$`

func (c *components) decimal() object {
	return c.reference("Decimal", func() object {
		return of("type", "string", "description", "An exact decimal, without exponent and separators.", "pattern", decimalPattern, "examples", []any{"150.00"})
	})
}

// money returns the schema of an amount in a form.
func (c *components) money(form codegen.Form) object {
	switch form {
	case codegen.FormNumber:
		return c.reference("MoneyNumber", func() object {
			return of("type", "number", "format", "double", "description", "An amount in the unit of its currency: whole tokens of ssusd and usdc with decimals, the minor unit of ISO 4217 currencies as an integer. 15000 is 150.00 USD, 150.00 is 150.00 ssusd. Read it as an exact decimal.")
		})
	case codegen.FormText:
		return c.reference("MoneyText", func() object {
			return of("type", "string", "description", "An amount in whole units, as an exact decimal: 150.00 is 150.00 ssusd.", "pattern", decimalPattern, "examples", []any{"150.00"})
		})
	case codegen.FormMicro:
		return c.reference("MoneyMicro", func() object {
			return c.amount("An amount of tokens in millionths: 1000000 is 1.00 ssusd.", "amount", of("type", "string", "pattern", `^-?[0-9]+$`),
				member{"display_amount", of("type", "string", "description", "The amount in whole units, for people.")}, member{"usd_value", nullable(c.decimal())})
		})
	case codegen.FormValued:
		return c.reference("MoneyValued", func() object {
			return c.amount("An amount in whole units, and what it is worth in US dollars.", "value", c.decimal(), member{"usd_value", nullable(c.decimal())})
		})
	}
	return c.reference("Money", func() object {
		return c.amount("An amount in whole units, as an exact decimal: 150.00 is 150.00 ssusd.", "value", c.decimal())
	})
}

// amount returns the schema of an amount with its denomination.
func (c *components) amount(description, name string, number object, more ...member) object {
	properties := of(name, number, "denom", of("type", "string", "description", "Currency: ssusd, usdc or an ISO 4217 code."))
	properties = append(properties, more...)
	required := []any{}
	for _, m := range properties {
		required = append(required, m.name)
	}
	return of("type", "object", "description", description, "properties", properties, "required", required)
}
