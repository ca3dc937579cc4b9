package lincheck

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/shopspring/decimal"

	stateset "github.com/stateset/stateset-go"
)

// The participants. The payer and the customer exist in every new account.
const (
	payer    = "stateset1qypqxpq9qcrsszg2pvxq6rs0zqg3yyc5lzv7xu"
	customer = "cust_test_123"
	merchant = "stateset1merchantofthestorm"
)

// wallet returns a wallet of the bank, counted from 1.
func wallet(n int) string { return fmt.Sprintf("stateset1walletnumber%d", n) }

func money(cents int64, currency string) stateset.Money {
	return stateset.FromDecimal(decimal.New(cents, -2), currency)
}

// inCents returns an amount in cents. The model does not know other amounts.
func inCents(m stateset.Money) int64 {
	n := m.Decimal().Shift(2)
	if !n.IsInteger() {
		return -1
	}
	return n.IntPart()
}

// The following texts are used in the model and in the history.

func orderText(status, payment string, paid, refunded int64) string {
	return status + " " + payment + ", paid " + cents(paid) + ", refunded " + cents(refunded)
}

func cancelText(order string, refunds int) string {
	return fmt.Sprintf("%s, %d refunds", order, refunds)
}

func paymentText(status string, captured, refunded int64) string {
	return status + ", captured " + cents(captured) + ", refunded " + cents(refunded)
}

func refundText(refunded int64, refunds int) string {
	return fmt.Sprintf("refunded %s in %d", cents(refunded), refunds)
}

func transferText(amount int64) string { return "transferred " + cents(amount) }

func rowText(mark, payment string) string { return mark + " " + payment }

func listText(rows []string) string { return "[" + strings.Join(rows, "; ") + "]" }

// cents returns an amount with two decimals. The model calls it most often.
func cents(n int64) string {
	text := strconv.FormatInt(n, 10)
	if n < 0 {
		return text + " cents" // an amount that no wallet holds
	}
	if len(text) < 3 {
		text = "000"[len(text):] + text
	}
	return text[:len(text)-2] + "." + text[len(text)-2:]
}

// byMark orders rows by the number of their operation.
func byMark(a, b string) int {
	a, _, _ = strings.Cut(a, " ")
	b, _, _ = strings.Cut(b, " ")
	if len(a) != len(b) {
		return len(a) - len(b)
	}
	return strings.Compare(a, b)
}
