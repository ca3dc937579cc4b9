package conformance

import (
	"context"
	"time"

	stateset "github.com/stateset/stateset-go"
	"github.com/stateset/stateset-go/stablecoin"
)

var stablecoinOperations = []Operation{
	{
		Name: "Stablecoin.Issue", Sample: IDs{Parent: "dep-1"}, Answer: `{"id":"<id>"}`,
		Prepare: func(context.Context, *stateset.Client) (IDs, error) { return IDs{Parent: unique("dep-")}, nil },
		Request: `{"recipient":"stateset1qypqxpq9qcrsszg2pvxq6rs0zqg3yyc5lzv7xu","amount":"100.00","reference_id":"<parent>"}`,
		Call: func(ctx context.Context, c *stateset.Client, ids IDs) (any, error) {
			return c.Stablecoin.Issue(ctx, goodIssue(ids.Parent))
		},
		Refused: []Refusal{
			{"recipient no wallet", "recipient", func(ctx context.Context, c *stateset.Client) error {
				return dropped(c.Stablecoin.Issue(ctx, &stablecoin.IssueParams{Recipient: "alice", Amount: stateset.SSUSD("100"), ReferenceID: "dep-1"}))
			}},
			{"no reference", "reference_id", func(ctx context.Context, c *stateset.Client) error {
				return dropped(c.Stablecoin.Issue(ctx, goodIssue("")))
			}},
		},
	},
	{
		Name: "Stablecoin.Redeem", Sample: IDs{Parent: "out-1"}, Answer: `{"id":"<id>"}`,
		Prepare: func(ctx context.Context, c *stateset.Client) (IDs, error) {
			return IDs{Parent: unique("out-")}, fund(ctx, c, "1000")
		},
		Request: `{"sender":"stateset1qypqxpq9qcrsszg2pvxq6rs0zqg3yyc5lzv7xu","amount":{"denom":"ssusd","amount":"1000000000"},"destination":{"type":"ach","account_number":"000123456789","routing_number":"110000000"},"reference_id":"<parent>"}`,
		Call: func(ctx context.Context, c *stateset.Client, ids IDs) (any, error) {
			return c.Stablecoin.Redeem(ctx, goodRedemption(ids.Parent))
		},
		Refused: []Refusal{
			{"no reference", "reference_id", func(ctx context.Context, c *stateset.Client) error {
				return dropped(c.Stablecoin.Redeem(ctx, goodRedemption("")))
			}},
		},
	},
	{
		Name: "Stablecoin.GetRedemption", Sample: IDs{ID: "red_1"}, Answer: `{"id":"<id>"}`, Prepare: redeemed,
		Call: func(ctx context.Context, c *stateset.Client, ids IDs) (any, error) {
			return c.Stablecoin.GetRedemption(ctx, ids.ID)
		},
	},
	{
		Name: "Stablecoin.Transfer", Answer: `{"id":"<id>"}`,
		Request: `{"to":"stateset1qypqxpq9qcrsszg2pvxq6rs0zqg3yyc5lzv7xu","amount":{"denom":"ssusd","amount":"1000000"}}`,
		Call: func(ctx context.Context, c *stateset.Client, _ IDs) (any, error) {
			return c.Stablecoin.Transfer(ctx, &stablecoin.TransferParams{To: wallet, Amount: stateset.SSUSD("1")})
		},
		Refused: []Refusal{
			{"amount zero", "amount", func(ctx context.Context, c *stateset.Client) error {
				return dropped(c.Stablecoin.Transfer(ctx, &stablecoin.TransferParams{To: wallet, Amount: stateset.SSUSD("0")}))
			}},
		},
	},
	{
		Name: "Stablecoin.BatchTransfer", Answer: `{"id":"<id>"}`,
		Request: `{"transfers":[{"to":"stateset1qypqxpq9qcrsszg2pvxq6rs0zqg3yyc5lzv7xu","amount":{"denom":"ssusd","amount":"1000000"}}]}`,
		Call: func(ctx context.Context, c *stateset.Client, _ IDs) (any, error) {
			return c.Stablecoin.BatchTransfer(ctx, &stablecoin.BatchTransferParams{Transfers: []stablecoin.LegParams{{To: wallet, Amount: stateset.SSUSD("1")}}})
		},
		Refused: []Refusal{
			{"no transfers", "transfers", func(ctx context.Context, c *stateset.Client) error {
				return dropped(c.Stablecoin.BatchTransfer(ctx, &stablecoin.BatchTransferParams{}))
			}},
		},
	},
	{
		Name: "Stablecoin.Balance", Sample: IDs{ID: wallet}, Answer: `{"address":"<id>"}`,
		Prepare: func(context.Context, *stateset.Client) (IDs, error) { return IDs{ID: wallet}, nil },
		Call: func(ctx context.Context, c *stateset.Client, ids IDs) (any, error) {
			return c.Stablecoin.Balance(ctx, ids.ID, nil)
		},
		Refused: []Refusal{
			{"address no wallet", "address", func(ctx context.Context, c *stateset.Client) error {
				return dropped(c.Stablecoin.Balance(ctx, "alice", nil))
			}},
		},
	},
	{
		Name: "Stablecoin.ListTransactions", Prepare: transacted, Answer: `{"transactions":[{"id":"<id>"}],"pagination":{}}`,
		Call: func(ctx context.Context, c *stateset.Client, _ IDs) (any, error) {
			page, err := c.Stablecoin.ListTransactions(ctx, nil)
			if err != nil {
				return nil, err
			}
			return map[string]any{"transactions": page.Data, "pagination": map[string]any{}}, nil
		},
		Refused: []Refusal{
			{"type among several empty", "type", func(ctx context.Context, c *stateset.Client) error {
				return dropped(c.Stablecoin.ListTransactions(ctx, &stablecoin.ListTransactionsParams{Type: stateset.AnyOf(stablecoin.TypeIssue, "")}))
			}},
		},
	},
	{
		Name: "Stablecoin.GetTransaction", Prepare: transacted, Sample: IDs{ID: "txn_1"}, Answer: `{"id":"<id>"}`,
		Call: func(ctx context.Context, c *stateset.Client, ids IDs) (any, error) {
			return c.Stablecoin.GetTransaction(ctx, ids.ID)
		},
	},
	{
		Name: "Stablecoin.Reserves", Answer: `{}`,
		Call: func(ctx context.Context, c *stateset.Client, _ IDs) (any, error) {
			return c.Stablecoin.Reserves(ctx, nil)
		},
		Refused: []Refusal{
			{"format unknown", "format", func(ctx context.Context, c *stateset.Client) error {
				return dropped(c.Stablecoin.Reserves(ctx, &stablecoin.ReservesParams{Format: "csv"}))
			}},
		},
	},
	{
		Name: "Stablecoin.UploadAttestation", Answer: `{"id":"<id>"}`,
		Request: `{"attestation_date":"2025-12-31","report_file":"JVBERi0xLjc=","report_hash":"86edbaa24831badfa0a8b04bb410141e2ee4182b6d0014493fe262a7a331c20b","auditor":{"name":"Audit LLP"},"officer_signatures":[{"name":"Ada"}],"reserve_summary":{"total_reserves_usd":"1.00","total_supply_susd":"1.00","reserve_ratio":"1.0000"}}`,
		Call: func(ctx context.Context, c *stateset.Client, _ IDs) (any, error) {
			return c.Stablecoin.UploadAttestation(ctx, goodAttestation())
		},
		Refused: []Refusal{
			{"no report", "report_file", func(ctx context.Context, c *stateset.Client) error {
				params := goodAttestation()
				params.ReportFile = nil
				return dropped(c.Stablecoin.UploadAttestation(ctx, params))
			}},
		},
	},
}

func goodIssue(reference string) *stablecoin.IssueParams {
	return &stablecoin.IssueParams{Recipient: wallet, Amount: stateset.SSUSD("100"), ReferenceID: reference}
}

func goodRedemption(reference string) *stablecoin.RedeemParams {
	return &stablecoin.RedeemParams{Sender: wallet, Amount: stateset.SSUSD("1000"), ReferenceID: reference,
		Destination: &stablecoin.DestinationParams{Type: stablecoin.RailACH, AccountNumber: "000123456789", RoutingNumber: "110000000"}}
}

func redeemed(ctx context.Context, c *stateset.Client) (IDs, error) {
	if err := fund(ctx, c, "1000"); err != nil {
		return IDs{}, err
	}
	redemption, err := c.Stablecoin.Redeem(ctx, goodRedemption(unique("out-")))
	return created(redemption, err, func(r *stablecoin.Redemption) string { return r.ID })
}

// transacted returns the transaction of an issuance, the newest one.
func transacted(ctx context.Context, c *stateset.Client) (IDs, error) {
	if err := fund(ctx, c, "100"); err != nil {
		return IDs{}, err
	}
	page, err := c.Stablecoin.ListTransactions(ctx, &stablecoin.ListTransactionsParams{Limit: 1})
	return newest(page, err, func(t *stablecoin.Transaction) string { return t.ID })
}

func goodAttestation() *stablecoin.UploadAttestationParams {
	return &stablecoin.UploadAttestationParams{
		AttestationDate: stateset.NewDate(2025, time.December, 31), ReportFile: []byte("%PDF-1.7"),
		Auditor: stablecoin.Auditor{Name: "Audit LLP"}, OfficerSignatures: []stablecoin.OfficerSignature{{Name: "Ada"}},
		ReserveSummary: stablecoin.ReserveSummary{TotalReserves: stateset.USD("1.00"), TotalSupply: stateset.SSUSD("1"), ReserveRatio: stateset.Dec("1.0000")},
	}
}
