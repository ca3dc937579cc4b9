package engine

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/stateset/stateset-go/api"
	"github.com/stateset/stateset-go/global"
)

// findings returns the findings of a check that did not pass.
func findings(c *global.ComplianceCheck) map[global.FindingType]global.FindingStatus {
	odd := map[global.FindingType]global.FindingStatus{}
	for _, f := range c.Checks {
		if f.Status != global.FindingPass {
			odd[f.Type] = f.Status
		}
	}
	return odd
}

func TestComplianceRules(t *testing.T) {
	t.Parallel()
	const fail, review = global.FindingFail, global.FindingReview
	type odd = map[global.FindingType]global.FindingStatus
	goods := func(p *global.CheckComplianceParams, code string) *global.CheckComplianceParams {
		p.Items = []global.ComplianceItem{{HSCode: "010121"}, {HSCode: code}}
		return p
	}
	worth := func(p *global.CheckComplianceParams, amount api.Money) *global.CheckComplianceParams {
		p.Amount = amount
		return p
	}
	party := func(p *global.CheckComplianceParams, other global.Party) *global.CheckComplianceParams {
		other.Role = global.RoleBank
		p.Parties = append(p.Parties, other)
		return p
	}
	tests := map[string]struct {
		params *global.CheckComplianceParams
		status global.ComplianceStatus
		odd    odd
	}{
		"plain":                            {trade("US", "DE"), global.ComplianceApproved, odd{}},
		"domestic":                         {trade("DE", "DE"), global.ComplianceApproved, odd{}},
		"bank in a blocked country":        {party(trade("US", "DE"), global.Party{Name: "B", Country: "CU"}), global.ComplianceBlocked, odd{global.FindingJurisdiction: fail}},
		"bank in a review country":         {party(trade("US", "DE"), global.Party{Name: "B", Country: "BY"}), global.ComplianceReview, odd{global.FindingJurisdiction: review}},
		"blocked counts more than review":  {party(trade("BY", "DE"), global.Party{Name: "B", Country: "CU"}), global.ComplianceBlocked, odd{global.FindingJurisdiction: fail}},
		"sanctioned":                       {party(trade("US", "DE"), global.Party{Name: "SanctIoned Ltd"}), global.ComplianceBlocked, odd{global.FindingSanctions: fail}},
		"arms":                             {goods(trade("US", "DE"), "930200"), global.ComplianceBlocked, odd{global.FindingExportControl: fail}},
		"arms, domestic":                   {goods(trade("US", "US"), "9302000000"), global.ComplianceBlocked, odd{global.FindingExportControl: fail}},
		"machines":                         {goods(trade("US", "DE"), "847130"), global.ComplianceApproved, odd{}},
		"machines to a review country":     {goods(trade("US", "VE"), "847130"), global.ComplianceReview, odd{global.FindingJurisdiction: review, global.FindingExportControl: review}},
		"electronics to a review country":  {goods(trade("US", "MM"), "850440"), global.ComplianceReview, odd{global.FindingJurisdiction: review, global.FindingExportControl: review}},
		"machines from a review country":   {goods(trade("VE", "US"), "847130"), global.ComplianceReview, odd{global.FindingJurisdiction: review}},
		"jackets to a review country":      {goods(trade("US", "YE"), "620193"), global.ComplianceReview, odd{global.FindingJurisdiction: review}},
		"below the amount":                 {worth(trade("US", "DE"), api.SSUSD("9999.999999")), global.ComplianceApproved, odd{}},
		"the amount":                       {worth(trade("US", "DE"), api.SSUSD("10000.00")), global.ComplianceReview, odd{global.FindingAML: review}},
		"the amount, with a tax id":        {party(worth(trade("US", "DE"), api.USD("10000")), global.Party{Name: "B", TaxID: "DE1"}), global.ComplianceApproved, odd{}},
		"ten thousand yen are little":      {worth(trade("US", "JP"), money("10000", "JPY")), global.ComplianceApproved, odd{}},
		"the amount in yen":                {worth(trade("US", "JP"), money("1500000", "JPY")), global.ComplianceReview, odd{global.FindingAML: review}},
		"several faults: the worst decide": {goods(worth(trade("US", "AF"), api.USD("20000")), "930200"), global.ComplianceBlocked, odd{global.FindingJurisdiction: review, global.FindingAML: review, global.FindingExportControl: fail}},
	}
	for _, country := range []string{"KP", "IR", "SY", "CU", "RU"} {
		for name, params := range map[string]*global.CheckComplianceParams{"to ": trade("US", country), "from ": trade(country, "US")} {
			tests[name+country] = struct {
				params *global.CheckComplianceParams
				status global.ComplianceStatus
				odd    odd
			}{params, global.ComplianceBlocked, odd{global.FindingJurisdiction: fail}}
		}
	}
	for _, country := range []string{"AF", "BY", "MM", "VE", "YE"} {
		for name, params := range map[string]*global.CheckComplianceParams{"to ": trade("US", country), "from ": trade(country, "US")} {
			tests[name+country] = struct {
				params *global.CheckComplianceParams
				status global.ComplianceStatus
				odd    odd
			}{params, global.ComplianceReview, odd{global.FindingJurisdiction: review}}
		}
	}
	levels := map[global.ComplianceStatus]global.RiskLevel{
		global.ComplianceApproved: global.RiskLow, global.ComplianceReview: global.RiskMedium, global.ComplianceBlocked: global.RiskHigh,
	}
	b := newBench(t)
	for name, test := range tests {
		c := must[*global.ComplianceCheck](b)(b.tryCheck(test.params))
		require.Equal(t, test.status, c.Status, name)
		require.Equal(t, levels[test.status], c.RiskLevel, name)
		require.True(t, c.RiskScore >= 0 && c.RiskScore <= 100, name)
		require.Equal(t, test.odd, findings(c), name)
		require.Len(t, c.Checks, 6, name)
	}
}

func TestComplianceCheck(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	params := trade("US", "VE")
	params.Parties[0].Name = "A sanctioned Bank"
	params.Metadata = map[string]string{"k": "v"}
	c := must[*global.ComplianceCheck](b)(b.tryCheck(params))
	require.Regexp(t, `^cmp_test_[a-z0-9]{24}$`, c.ID)
	require.Equal(t, []any{"compliance_check", birth, birth.Add(24 * time.Hour), "v"}, []any{c.Object, c.CreatedAt, c.ExpiresAt, c.Metadata["k"]})
	require.Equal(t, []string{"OFAC_SDN"}, c.Checks[0].Lists)
	require.Contains(t, c.Checks[0].Details, "A sanctioned Bank")
	require.Empty(t, c.Checks[1].Lists)
	require.NotNil(t, c.Checks[1].Lists)
	require.Equal(t, []string{"commercial_invoice", "packing_list", "end_user_statement"}, c.RequiredDocuments)
	require.Empty(t, must[*global.ComplianceCheck](b)(b.tryCheck(trade("DE", "DE"))).RequiredDocuments)
	params = trade("US", "BY")
	params.Amount, params.Items = api.USD("10000"), []global.ComplianceItem{{HSCode: "850440"}}
	require.Equal(t, []string{"commercial_invoice", "packing_list", "end_user_statement", "source_of_funds", "export_license"},
		must[*global.ComplianceCheck](b)(b.tryCheck(params)).RequiredDocuments)
}

func TestRefusedChecks(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		code, param string
		edit        func(p *global.CheckComplianceParams)
	}{
		"no origin":      {CodeParameterMissing, "origin_country", func(p *global.CheckComplianceParams) { p.OriginCountry = "" }},
		"no destination": {CodeParameterMissing, "destination_country", func(p *global.CheckComplianceParams) { p.DestinationCountry = "" }},
		"no rate":        {CodeParameterInvalid, "amount.denom", func(p *global.CheckComplianceParams) { p.Amount = money("1", "XAF") }},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			b := newBench(t)
			params := trade("US", "DE")
			test.edit(params)
			b.refused(test.code, test.param, func() error { return failing(b.tryCheck(params)) })
		})
	}
}

func TestReviewOfACheck(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	c := must[*global.ComplianceCheck](b)(b.tryCheck(trade("US", "BY")))
	b.advance(30 * time.Hour)
	approved := must[*global.ComplianceCheck](b)(b.tryReview(c.ID, true))
	require.Equal(t, []any{global.ComplianceApproved, global.RiskLow, birth.Add(54 * time.Hour)}, []any{approved.Status, approved.RiskLevel, approved.ExpiresAt})
	require.Empty(t, findings(approved))
	require.Equal(t, global.ComplianceReview, c.Status, "records are not written to")
	b.refused(CodeInvalidState, "", func() error { return failing(b.tryReview(c.ID, false)) })

	c = must[*global.ComplianceCheck](b)(b.tryCheck(trade("US", "BY")))
	rejected := must[*global.ComplianceCheck](b)(b.tryReview(c.ID, false))
	require.Equal(t, global.ComplianceBlocked, rejected.Status)
	require.Equal(t, map[global.FindingType]global.FindingStatus{global.FindingJurisdiction: global.FindingFail}, findings(rejected))
	for _, destination := range []string{"DE", "KP"} {
		c = must[*global.ComplianceCheck](b)(b.tryCheck(trade("US", destination)))
		b.refused(CodeInvalidState, "", func() error { return failing(b.tryReview(c.ID, true)) })
	}
	b.refused(CodeResourceNotFound, "", func() error { return failing(b.tryReview("cmp_no", true)) })
}
