package journaltest_test

import (
	"context"
	"os"
	"os/exec"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/stateset/stateset-go/journal"
	"github.com/stateset/stateset-go/journal/journaltest"
)

// bugVariable selects the bug of the store that TestStore tests.
const bugVariable = "STATESET_TEST_STORE_BUG"

// broken is a store with a bug.
type broken struct {
	journal.Store
	bug string
}

func (s *broken) Begin(ctx context.Context, e journal.Entry, lease time.Duration) (journal.Lease, error) {
	if s.bug == "body" {
		e.Body = append(e.Body, ' ')
	}
	l, err := s.Store.Begin(ctx, e, lease)
	if s.bug == "key age" {
		l.KeyAge = 0
	}
	return l, err
}

func (s *broken) Claim(ctx context.Context, f journal.Filter, limit int, lease time.Duration) ([]journal.Claimed, error) {
	switch s.bug {
	case "lease":
		lease = 0
	case "scope":
		f.Scope = "tenant-1"
	case "limit":
		limit++
	}
	return s.Store.Claim(ctx, f, limit, lease)
}

func (s *broken) Settle(ctx context.Context, to journal.Settlement) error {
	if s.bug == "unknown is final" && to.State == journal.Sending {
		to.State = journal.Rejected
	}
	return s.Store.Settle(ctx, to)
}

func (s *broken) Prune(ctx context.Context, age time.Duration) (int64, error) {
	if s.bug == "prune" {
		return 0, nil
	}
	return s.Store.Prune(ctx, age)
}

// TestStore tests a correct store, or a store with a bug in the process of
// TestRunFindsBugs.
func TestStore(t *testing.T) {
	t.Parallel()
	journaltest.Run(t, func(_ *testing.T, now func() time.Time) journal.Store {
		return &broken{journal.NewMemoryStore(now), os.Getenv(bugVariable)}
	})
}

func TestRunFindsBugs(t *testing.T) {
	t.Parallel()
	for bug, failing := range map[string]string{
		"body":             "an_entry_comes_back_as_it_was_stored",
		"key age":          "the_age_of_a_key_is_that_of_its_first_use",
		"lease":            "a_lease_excludes_others_until_it_expires",
		"scope":            "filters_separate_scopes,_modes_and_hosts",
		"limit":            "claims_come_in_order,_after_an_ID,_up_to_a_limit",
		"unknown is final": "an_unknown_outcome_ends_the_lease",
		"prune":            "prune_keeps_what_is_open_or_recent",
	} {
		command := exec.CommandContext(t.Context(), os.Args[0], "-test.run", "^TestStore$/^"+failing+"$")
		command.Env = append(os.Environ(), bugVariable+"="+bug)
		output, err := command.CombinedOutput()
		require.Error(t, err, bug)
		require.Contains(t, string(output), "FAIL: TestStore/"+failing, bug)
	}
}
