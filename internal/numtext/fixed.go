package numtext

import (
	"math/big"
	"math/bits"
	"strconv"

	"github.com/shopspring/decimal"
)

// Fixed is a decimal of at most 33 digits as a plain value: a coefficient of 128 bits
// and a number of decimals. Equal representations are equal with ==.
type Fixed struct {
	high, low uint64
	places    uint8
	negative  bool
}

// maxDigits is the maximum number of digits of a Fixed: 15 before and 18 after the point.
const maxDigits = MaxWholeDigits + MaxFractionDigits

// ParseFixed parses a decimal like [ParseDecimal], or a JSON number, which may have an
// exponent but no leading zeros. It moves the point shift places to the left. It returns
// false for other text and for a result that is out of range.
func ParseFixed[T []byte | string](text T, json bool, shift int) (f Fixed, ok bool) {
	i, digits, point := 0, 0, -1
	if len(text) > MaxNumberText {
		return Fixed{}, false
	}
	if len(text) > 0 && text[0] == '-' {
		f.negative = true
		i++
	}
	begin := i
scan:
	for ; i < len(text); i++ {
		c := text[i]
		switch {
		case c >= '0' && c <= '9':
			if f.high|f.low != 0 || c != '0' {
				digits++
			}
			f = f.times(10, uint64(c-'0'))
		case c == '.' && point < 0 && i > begin:
			point = i
		default:
			break scan
		}
		if digits > maxDigits {
			return Fixed{}, false
		}
	}
	leading := i > begin+1 && text[begin] == '0' && text[begin+1] != '.'
	if i == begin || text[i-1] == '.' || json && leading {
		return Fixed{}, false
	}
	places := shift
	if point >= 0 {
		places += i - point - 1
	}
	if i < len(text) {
		if !json || text[i] != 'e' && text[i] != 'E' {
			return Fixed{}, false
		}
		n, err := strconv.Atoi(string(text[i+1:]))
		if err != nil || n > maxExponent || n < -maxExponent {
			return Fixed{}, false
		}
		places -= n
	}
	return f.scaled(places)
}

// scaled sets the number of decimals, which may be negative or too large.
func (f Fixed) scaled(places int) (Fixed, bool) {
	if f.IsZero() {
		return Fixed{places: uint8(max(0, min(places, MaxFractionDigits)))}, places <= MaxFractionDigits
	}
	for places > MaxFractionDigits {
		q, r := f.over10()
		if r != 0 {
			return Fixed{}, false
		}
		f, places = q, places-1
	}
	for ; places < 0; places++ {
		if f.digits() >= MaxWholeDigits {
			return Fixed{}, false
		}
		f = f.times(10, 0)
	}
	f.places = uint8(places)
	return f, f.digits()-places <= MaxWholeDigits
}

// FixedOf converts a decimal. It returns false if the decimal does not fit.
func FixedOf(d decimal.Decimal) (Fixed, bool) {
	digits := d.NumDigits()
	if d.Exponent() > MaxWholeDigits || d.Exponent() < -MaxNumberText || digits > 2*maxDigits {
		return Fixed{}, d.IsZero()
	}
	if n := d.CoefficientInt64(); digits <= int64Digits { // the usual case needs no big numbers
		return Fixed{low: uint64(max(n, -n)), negative: n < 0}.scaled(-int(d.Exponent()))
	}
	c := d.Coefficient()
	f := Fixed{negative: c.Sign() < 0}
	c.Abs(c)
	places := -int(d.Exponent())
	for ten, r := big.NewInt(10), new(big.Int); c.BitLen() > 126; places-- {
		if c.QuoRem(c, ten, r); r.Sign() != 0 {
			return Fixed{}, false
		}
	}
	f.low = new(big.Int).And(c, new(big.Int).SetUint64(1<<64-1)).Uint64()
	f.high = c.Rsh(c, 64).Uint64()
	return f.scaled(places)
}

// Decimal returns the same number.
func (f Fixed) Decimal() decimal.Decimal {
	if f.high == 0 && f.low < 1<<63 {
		n := int64(f.low)
		if f.negative {
			n = -n
		}
		return decimal.New(n, -int32(f.places))
	}
	c := new(big.Int).SetUint64(f.high)
	c.Lsh(c, 64).Or(c, new(big.Int).SetUint64(f.low))
	if f.negative {
		c.Neg(c)
	}
	return decimal.NewFromBigInt(c, -int32(f.places))
}

// WithPlaces returns the same number with that many decimals, or with more if required.
func (f Fixed) WithPlaces(places uint8) Fixed {
	for f.places < places {
		f = f.times(10, 0)
		f.places++
	}
	for f.places > places {
		q, r := f.over10()
		if r != 0 {
			break
		}
		f = q
		f.places--
	}
	return f
}

// Places returns the number of decimals.
func (f Fixed) Places() uint8 { return f.places }

// IsZero reports whether the number is zero.
func (f Fixed) IsZero() bool { return f.high|f.low == 0 }

// Sign returns -1, 0 or +1.
func (f Fixed) Sign() int {
	switch {
	case f.IsZero():
		return 0
	case f.negative:
		return -1
	}
	return 1
}

// Neg returns the number with the opposite sign.
func (f Fixed) Neg() Fixed {
	f.negative = !f.negative && !f.IsZero()
	return f
}

// Add returns the sum, with the decimals of the number that has more. It returns false if
// the sum is out of range.
func (f Fixed) Add(g Fixed) (sum Fixed, ok bool) {
	places := max(f.places, g.places)
	f, g = f.WithPlaces(places), g.WithPlaces(places) // fits: all numbers have fewer than 128 bits with all decimals
	if f.negative != g.negative {
		return f.minus(g), true
	}
	var carry uint64
	f.low, carry = bits.Add64(f.low, g.low, 0)
	f.high, _ = bits.Add64(f.high, g.high, carry)
	return f, f.digits()-int(places) <= MaxWholeDigits
}

// minus subtracts the coefficient of g, which has another sign and the same decimals.
func (f Fixed) minus(g Fixed) Fixed {
	if f.high < g.high || f.high == g.high && f.low < g.low {
		f, g = g, f
	}
	var borrow uint64
	f.low, borrow = bits.Sub64(f.low, g.low, 0)
	f.high, _ = bits.Sub64(f.high, g.high, borrow)
	f.negative = f.negative && !f.IsZero()
	return f
}

// Append appends the number as text, with its decimals.
func (f Fixed) Append(out []byte) []byte {
	if f.negative {
		out = append(out, '-')
	}
	var buffer [2 * maxDigits]byte
	digits := buffer[:0]
	if f.high == 0 {
		digits = strconv.AppendUint(digits, f.low, 10)
	} else {
		high, low := bits.Div64(f.high, f.low, 1e19)
		digits = strconv.AppendUint(digits, high, 10)
		at := len(digits)
		digits = strconv.AppendUint(append(digits, "0000000000000000000"...), low, 10)
		n := len(digits) - at - 19
		copy(digits[at+19-n:], digits[at+19:])
		digits = digits[:at+19]
	}
	for len(digits) <= int(f.places) {
		digits = append(digits, 0)
		copy(digits[1:], digits)
		digits[0] = '0'
	}
	point := len(digits) - int(f.places)
	out = append(out, digits[:point]...)
	if f.places == 0 {
		return out
	}
	return append(append(out, '.'), digits[point:]...)
}

// String returns the number as text, with its decimals.
func (f Fixed) String() string {
	var buffer [48]byte
	return string(f.Append(buffer[:0]))
}

// times returns the coefficient times n plus m.
func (f Fixed) times(n, m uint64) Fixed {
	if f.high == 0 && f.low < 1<<56 && n <= 10 { // the usual case needs 64 bits
		f.low = f.low*n + m
		return f
	}
	carry, low := bits.Mul64(f.low, n)
	var c uint64
	f.low, c = bits.Add64(low, m, 0)
	f.high = f.high*n + carry + c
	return f
}

// over10 divides the coefficient by ten.
func (f Fixed) over10() (Fixed, uint64) {
	q, r := f.high/10, f.high%10
	f.high = q
	f.low, r = bits.Div64(r, f.low, 10)
	return f, r
}

// digits returns the number of digits of the coefficient.
func (f Fixed) digits() int {
	n := 0
	for ; f.high != 0; n++ {
		f, _ = f.over10()
	}
	for ten := uint64(1); f.low >= ten; ten *= 10 {
		if n++; ten == 1e19 {
			break
		}
	}
	return n
}
