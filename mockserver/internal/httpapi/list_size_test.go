package httpapi

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// bulky is metadata of about 150 KB in a response.
var bulky = func() string {
	var members []string
	for i := range 50 {
		members = append(members, fmt.Sprintf(`"k%d":"%s"`, i, strings.Repeat(`\u0001`, 500)))
	}
	return strings.Join(members, ",")
}()

// pages returns the IDs of each page, in the direction of the cursor, and requires that
// every page is below the maximum size.
func (f *testServer) pages(path, cursor, start string) [][]string {
	f.t.Helper()
	var pages [][]string
	for next := path + start; ; {
		got := f.call("GET", next, "").ok()
		require.Less(f.t, len(got.body), maxPageBytes)
		var page struct {
			Data    []struct{ ID string }
			HasMore bool `json:"has_more"`
		}
		require.NoError(f.t, json.Unmarshal([]byte(got.body), &page))
		var ids []string
		for _, object := range page.Data {
			ids = append(ids, object.ID)
		}
		pages = append(pages, ids)
		if !page.HasMore {
			return pages
		}
		last := ids[len(ids)-1]
		if cursor == "ending_before" {
			last = ids[0]
		}
		next = path + "&" + cursor + "=" + last
	}
}

// A page of large objects ends before 4 MiB. The cursors lead to the other objects.
func TestPagesEndEarly(t *testing.T) {
	t.Parallel()
	f := newTestServer(t)
	all := []string{"pay_test_456"}
	for i := range 40 {
		all = append(all, f.pay(i+1, bulky))
	}
	slices.Reverse(all)

	older := f.pages("/v1/payments?limit=100", "starting_after", "")
	require.Len(t, older, 2, "about 6 MB")
	require.Equal(t, all, slices.Concat(older...))

	newer := f.pages("/v1/payments?limit=100", "ending_before", "&ending_before="+all[40])
	require.Len(t, newer, 2)
	slices.Reverse(newer)
	require.Equal(t, all[:40], slices.Concat(newer...))

	small := f.pages("/v1/payments?limit=20", "starting_after", "")
	require.Len(t, small, 3)
	require.Equal(t, []int{20, 20, 1}, []int{len(small[0]), len(small[1]), len(small[2])})
}

// Expanded objects count as part of the page.
func TestExpandedPagesEndEarly(t *testing.T) {
	t.Parallel()
	f := newTestServer(t)
	var refunds []string
	payment := f.pay(100, bulky)
	for range 40 {
		refunds = append(refunds, f.call("POST", "/v1/payments/"+payment+"/refund", `{"amount":1,"reason":"other"}`).ok().at("id"))
	}
	slices.Reverse(refunds)
	require.Len(t, f.pages("/v1/refunds?limit=100", "starting_after", ""), 1)
	expanded := f.pages("/v1/refunds?limit=100&expand[]=payment", "starting_after", "")
	require.Len(t, expanded, 2)
	require.Equal(t, refunds, slices.Concat(expanded...))
}

// An object that is larger than a page has a page of its own.
func TestPageOfOneLargeObject(t *testing.T) {
	t.Parallel()
	large := strings.Repeat("x", maxPageBytes)
	rows, err := encodeRows([]*string{&large, &large}, func(text *string) ([]byte, error) { return []byte(*text), nil })
	require.NoError(t, err)
	require.Len(t, rows, 1)
}

// The list of transactions pages by offset: a page that ends early has more.
func TestTransactionPagesEndEarly(t *testing.T) {
	t.Parallel()
	f := newTestServer(t)
	for range 40 {
		f.call("POST", "/v1/stablecoin/transfer", `{"to":"`+seededWallet+`","amount":{"amount":"1"},"metadata":{`+bulky+`}}`).ok()
	}
	seen := map[string]bool{}
	pages := 0
	for more := true; more; pages++ {
		got := f.call("GET", fmt.Sprintf("/v1/stablecoin/transactions?limit=100&offset=%d", len(seen)), "").ok()
		require.Less(t, len(got.body), maxPageBytes)
		var page struct {
			Transactions []struct{ ID string }
			Pagination   struct {
				Total   int
				HasMore bool `json:"has_more"`
			}
		}
		require.NoError(t, json.Unmarshal([]byte(got.body), &page))
		for _, row := range page.Transactions {
			require.False(t, seen[row.ID], row.ID)
			seen[row.ID] = true
		}
		more = page.Pagination.HasMore
		require.Equal(t, len(seen) < page.Pagination.Total, more)
	}
	require.Equal(t, 2, pages)
}
