package engine

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/shopspring/decimal"

	"github.com/stateset/stateset-go/api"
	"github.com/stateset/stateset-go/global"
	"github.com/stateset/stateset-go/mockserver/internal/rates"
	"github.com/stateset/stateset-go/webhook"
)

const (
	complianceTime = 24 * time.Hour // validity of a check

	// amlDollars is the amount in US dollars from which a party must have a tax ID.
	amlDollars = 10_000

	sanctionedName = "sanctioned" // in the name of a party
	sanctionsList  = "OFAC_SDN"
	armsChapter    = "93"
)

// dualUseChapters may require a license: machines and electronics.
var dualUseChapters = []string{"84", "85"}

// complianceRecord is a check with the values that an order using the check must match.
type complianceRecord struct {
	check               *global.ComplianceCheck
	origin, destination string
	orderID             string // the cross-border order that created the check, or ""
}

// CheckCompliance checks a trade. A forbidden trade is not an error: the result has the
// status blocked.
func (tx *Tx) CheckCompliance(params *global.CheckComplianceParams) (*global.ComplianceCheck, error) {
	if err := checkRoute(params.OriginCountry, params.DestinationCountry); err != nil {
		return nil, err
	}
	if params.Amount.IsSet() {
		if _, ok := rates.PerUSD(params.Amount.Currency()); !ok {
			return nil, noRate("amount.denom", params.Amount.Currency())
		}
	}
	record := tx.newCheck(params)
	tx.storeCheck(record)
	tx.concludeCheck(record.check)
	return record.check, nil
}

func checkRoute(origin, destination string) error {
	switch {
	case origin == "":
		return missing("origin_country")
	case destination == "":
		return missing("destination_country")
	}
	return nil
}

// noRate returns the error for a currency without an exchange rate.
func noRate(param, currency string) error {
	return invalid(param, "There is no exchange rate of '%s': use ssusd, usdc, USD or another major currency", excerpt(currency))
}

// newCheck checks a trade, without storing the result.
func (tx *Tx) newCheck(params *global.CheckComplianceParams) *complianceRecord {
	check := &global.ComplianceCheck{
		ID: tx.newID("cmp"), Object: "compliance_check",
		Checks: []*global.Finding{
			findSanctions(params), findJurisdiction(params), passed(global.FindingKYC, "Every party is named"),
			findLaundering(params), findExports(params), passed(global.FindingLimits, "No limit applies"),
		},
		ExpiresAt: tx.later(complianceTime), Metadata: maps.Clone(params.Metadata), CreatedAt: tx.now,
	}
	check.RequiredDocuments = documents(params, check.Checks)
	assess(check)
	return &complianceRecord{check: check, origin: params.OriginCountry, destination: params.DestinationCountry}
}

func (tx *Tx) storeCheck(record *complianceRecord) {
	put(tx, &tx.account.checks, record.check.ID, record)
}

// concludeCheck emits an event for a decided check. A check in review is not decided.
func (tx *Tx) concludeCheck(check *global.ComplianceCheck) {
	if check.Status != global.ComplianceReview {
		emit(tx, webhook.ComplianceCompleted, check)
	}
}

// assess sets the status of the check from its worst finding.
func assess(check *global.ComplianceCheck) {
	count := map[global.FindingStatus]int{}
	for _, finding := range check.Checks {
		count[finding.Status]++
	}
	switch {
	case count[global.FindingFail] > 0:
		check.Status, check.RiskLevel = global.ComplianceBlocked, global.RiskHigh
		check.RiskScore = min(100, 85+5*count[global.FindingFail])
	case count[global.FindingReview] > 0:
		check.Status, check.RiskLevel = global.ComplianceReview, global.RiskMedium
		check.RiskScore = 40 + 10*count[global.FindingReview]
	default:
		check.Status, check.RiskLevel, check.RiskScore = global.ComplianceApproved, global.RiskLow, 5
	}
}

func passed(kind global.FindingType, details string) *global.Finding {
	return &global.Finding{Type: kind, Status: global.FindingPass, Details: details, Lists: []string{}}
}

func found(kind global.FindingType, status global.FindingStatus, format string, args ...any) *global.Finding {
	return &global.Finding{Type: kind, Status: status, Details: fmt.Sprintf(format, args...), Lists: []string{}}
}

func findSanctions(params *global.CheckComplianceParams) *global.Finding {
	for _, party := range params.Parties {
		if strings.Contains(strings.ToLower(party.Name), sanctionedName) {
			finding := found(global.FindingSanctions, global.FindingFail, "The %s '%s' is on a sanctions list", party.Role, excerpt(party.Name))
			finding.Lists = []string{sanctionsList}
			return finding
		}
	}
	return passed(global.FindingSanctions, "No party is on a sanctions list")
}

func findJurisdiction(params *global.CheckComplianceParams) *global.Finding {
	countries := []string{params.OriginCountry, params.DestinationCountry}
	for _, party := range params.Parties {
		countries = append(countries, party.Country)
	}
	for _, country := range countries {
		if blocked(country) {
			return found(global.FindingJurisdiction, global.FindingFail, "Trade with %s is forbidden", country)
		}
	}
	for _, country := range countries {
		if underReview(country) {
			return found(global.FindingJurisdiction, global.FindingReview, "Trade with %s needs a review", country)
		}
	}
	return passed(global.FindingJurisdiction, "No country is restricted")
}

// findLaundering requires a party with a tax ID for large trades.
func findLaundering(params *global.CheckComplianceParams) *global.Finding {
	perUSD, ok := rates.PerUSD(params.Amount.Currency())
	if !ok || params.Amount.Decimal().LessThan(perUSD.Mul(decimal.NewFromInt(amlDollars))) {
		return passed(global.FindingAML, "The amount is below the threshold")
	}
	for _, party := range params.Parties {
		if party.TaxID != "" {
			return passed(global.FindingAML, "A party is known by its tax id")
		}
	}
	return found(global.FindingAML, global.FindingReview, "The amount %s is large and no party has a tax id", params.Amount)
}

func findExports(params *global.CheckComplianceParams) *global.Finding {
	for _, item := range params.Items {
		if chapter(item.HSCode) == armsChapter {
			return found(global.FindingExportControl, global.FindingFail, "Goods of chapter %s, arms, are not traded", armsChapter)
		}
	}
	for _, item := range params.Items {
		for _, dual := range dualUseChapters {
			if chapter(item.HSCode) == dual && underReview(params.DestinationCountry) {
				return found(global.FindingExportControl, global.FindingReview, "Goods of chapter %s to %s may require a license", dual, params.DestinationCountry)
			}
		}
	}
	return passed(global.FindingExportControl, "No item is controlled")
}

// chapter returns the first two digits of an HS code.
func chapter(hsCode string) string { return hsCode[:min(2, len(hsCode))] }

// documents returns the documents that the trade requires, including those of a review.
func documents(params *global.CheckComplianceParams, findings []*global.Finding) []string {
	papers := []string{}
	if params.OriginCountry != params.DestinationCountry {
		papers = append(papers, "commercial_invoice", "packing_list")
	}
	for _, finding := range findings {
		if finding.Status != global.FindingReview {
			continue
		}
		switch finding.Type {
		case global.FindingJurisdiction:
			papers = append(papers, "end_user_statement")
		case global.FindingAML:
			papers = append(papers, "source_of_funds")
		case global.FindingExportControl:
			papers = append(papers, "export_license")
		}
	}
	return papers
}

// usableCheck returns the check that an order refers to. The check must be approved,
// valid, and for the same countries.
func (tx *Tx) usableCheck(params *global.CreateOrderParams) (*complianceRecord, error) {
	const param = "compliance_check_id"
	record, ok := tx.account.checks.Get(params.ComplianceCheckID)
	if !ok {
		return nil, notFound("compliance check", params.ComplianceCheckID, param)
	}
	why := ""
	switch {
	case record.check.Status != global.ComplianceApproved:
		why = fmt.Sprintf("is '%s' and not 'approved'", record.check.Status)
	case !tx.now.Before(record.check.ExpiresAt):
		why = "expired at " + record.check.ExpiresAt.Format(timeLayout)
	case record.origin != params.OriginCountry || record.destination != params.DestinationCountry:
		why = fmt.Sprintf("belongs to a trade from %s to %s", record.origin, record.destination)
	default:
		return record, nil
	}
	return nil, &Error{Code: CodeCheckNotUsable, Param: param, Message: fmt.Sprintf(
		"The compliance check '%s' %s: create a new one, or remove it", record.check.ID, why)}
}

// orderCheck returns the params of a check for an order.
func orderCheck(params *global.CreateOrderParams, buyer string, amount api.Money) *global.CheckComplianceParams {
	check := &global.CheckComplianceParams{
		OriginCountry: params.OriginCountry, DestinationCountry: params.DestinationCountry, Amount: amount,
	}
	for _, party := range []global.Party{
		{Role: global.RoleBuyer, Name: buyer}, {Role: global.RoleConsignee, Name: params.ShippingAddress.Name, Country: params.DestinationCountry},
	} {
		if party.Name != "" {
			check.Parties = append(check.Parties, party)
		}
	}
	for _, item := range params.Items {
		check.Items = append(check.Items, global.ComplianceItem{Description: item.Name, HSCode: item.HSCode, Value: item.Price, Quantity: item.Quantity})
	}
	return check
}

// Countries that the compliance check does not clear.
var (
	blockedCountries = []string{"CU", "IR", "KP", "RU", "SY"} // trade is forbidden
	reviewCountries  = []string{"AF", "BY", "MM", "VE", "YE"} // a person must approve the check
)

func blocked(country string) bool { return slices.Contains(blockedCountries, country) }

func underReview(country string) bool { return slices.Contains(reviewCountries, country) }
