package numtext

import (
	"maps"
	"slices"
	"strings"
)

// Token denominations. All other currencies are ISO 4217 currencies.
const (
	DenomSSUSD = "ssusd"
	DenomUSDC  = "usdc"
)

// TokenDecimals is the maximum number of decimals of ssusd and usdc.
const TokenDecimals = 6

// isoDecimals are the active ISO 4217 codes, by their number of decimals.
var isoDecimals = byDecimals(map[int32]string{
	0: `bif clp djf gnf isk jpy kmf krw pyg rwf ugx uyi vnd vuv xaf xof xpf`,
	2: `aed afn all amd aoa ars aud awg azn bam bbd bdt bgn bmd bnd bob brl bsd btn bwp byn bzd cad cdf
		chf cny cop crc cup cve czk dkk dop dzd egp ern etb eur fjd fkp gbp gel ghs gip gmd gtq gyd hkd
		hnl htg huf idr ils inr irr jmd kes kgs khr kpw kyd kzt lak lbp lkr lrd lsl mad mdl mga mkd mmk
		mnt mop mru mur mvr mwk mxn myr mzn nad ngn nio nok npr nzd pab pen pgk php pkr pln qar ron rsd
		rub sar sbd scr sdg sek sgd shp sle sos srd ssp stn svc syp szl thb tjs tmt top try ttd twd tzs
		uah usd uyu uzs ved ves wst xcd xcg yer zar zmw zwg`,
	3: `bhd iqd jod kwd lyd omr tnd`,
	4: `clf uyw`,
})

func byDecimals(codes map[int32]string) map[string]int32 {
	decimals := map[string]int32{}
	for n, list := range codes {
		for code := range strings.FieldsSeq(list) {
			decimals[code] = n
		}
	}
	return decimals
}

// IsToken reports whether the currency is ssusd or usdc, in any case.
func IsToken(currency string) bool {
	return equalASCII(currency, DenomSSUSD) || equalASCII(currency, DenomUSDC)
}

// SameCurrency compares two currencies case-insensitively, as the API does.
func SameCurrency(a, b string) bool { return equalASCII(a, b) }

// Currencies returns the currencies that the API knows, in lower case and sorted.
func Currencies() []string {
	codes := append(slices.Collect(maps.Keys(isoDecimals)), DenomSSUSD, DenomUSDC)
	slices.Sort(codes)
	return codes
}

// CurrencyDecimals returns the maximum number of decimals of a currency, and whether the
// API knows it: ssusd, usdc or an ISO 4217 code, in any case.
func CurrencyDecimals(currency string) (int32, bool) {
	if currency == "USD" { // the usual currency needs no lookup
		return 2, true
	}
	if IsToken(currency) {
		return TokenDecimals, true
	}
	if len(currency) != 3 {
		return 0, false
	}
	var code [3]byte
	for i := range code {
		code[i] = LowerASCII(currency[i])
	}
	decimals, ok := isoDecimals[string(code[:])]
	return decimals, ok
}

// equalASCII ignores ASCII case only. strings.EqualFold would match the long s of "uſd"
// with an s.
func equalASCII(a, b string) bool {
	if len(a) != len(b) {
		return false
	}
	for i := range len(a) {
		if LowerASCII(a[i]) != LowerASCII(b[i]) {
			return false
		}
	}
	return true
}

func LowerASCII(c byte) byte {
	if c >= 'A' && c <= 'Z' {
		return c + 'a' - 'A'
	}
	return c
}
