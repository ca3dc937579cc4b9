package input

import (
	"strings"

	"github.com/stateset/stateset-go/api"
)

// Address reads a postal address. It returns nil for an absent member.
func (o *Object) Address(name string, rules ...Rule) *api.Address {
	return Nested(o, name, readAddress, rules...)
}

// ClearableAddress is [Object.Address] for a member that null clears: null is the zero
// address.
func (o *Object) ClearableAddress(name string, rules ...Rule) *api.Address {
	return ClearableNested(o, name, readAddress, rules...)
}

func readAddress(o *Object) api.Address {
	return api.Address{
		Name:       o.String("name"),
		Line1:      o.String("line1"),
		Line2:      o.String("line2"),
		City:       o.String("city"),
		State:      o.String("state"),
		PostalCode: o.String("postal_code"),
		Country:    o.Country("country"),
		Phone:      o.String("phone"),
		Email:      o.Email("email"),
	}
}

// Email reads an email address. It refuses only texts that cannot be an address.
func (o *Object) Email(name string, rules ...Rule) string {
	return o.String(name, append(rules, email)...)
}

var email = Format{Name: "email", Want: "an email address", Accept: plausibleEmail, Exact: `^[^@ \t\r\n]+@[^@ \t\r\n]+$`}

func plausibleEmail(text string) bool {
	local, domain, found := strings.Cut(text, "@")
	return found && local != "" && domain != "" && !strings.ContainsAny(domain, "@ ") && !strings.ContainsAny(text, " \t\r\n")
}

// countries are the ISO 3166-1 alpha-2 codes.
const countries = " AD AE AF AG AI AL AM AO AQ AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO BQ BR BS BT BV BW BY BZ " +
	"CA CC CD CF CG CH CI CK CL CM CN CO CR CU CV CW CX CY CZ DE DJ DK DM DO DZ EC EE EG EH ER ES ET FI FJ FK FM FO FR " +
	"GA GB GD GE GF GG GH GI GL GM GN GP GQ GR GS GT GU GW GY HK HM HN HR HT HU ID IE IL IM IN IO IQ IR IS IT JE JM JO JP " +
	"KE KG KH KI KM KN KP KR KW KY KZ LA LB LC LI LK LR LS LT LU LV LY MA MC MD ME MF MG MH MK ML MM MN MO MP MQ MR MS MT MU MV MW MX MY MZ " +
	"NA NC NE NF NG NI NL NO NP NR NU NZ OM PA PE PF PG PH PK PL PM PN PR PS PT PW PY QA RE RO RS RU RW " +
	"SA SB SC SD SE SG SH SI SJ SK SL SM SN SO SR SS ST SV SX SY SZ TC TD TF TG TH TJ TK TL TM TN TO TR TT TV TW TZ " +
	"UA UG UM US UY UZ VA VC VE VG VI VN VU WF WS YE YT ZA ZM ZW "

func knownCountry(code string) bool {
	return len(code) == 2 && !strings.Contains(code, " ") && strings.Contains(countries, " "+code+" ")
}
