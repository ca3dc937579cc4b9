package api_test

import (
	"context"
	"errors"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/stateset/stateset-go/api"
)

// A page of NewPage can be iterated like a page of a server.
func TestNewPage(t *testing.T) {
	t.Parallel()
	first, second := "a", "b"
	failed := errors.New("no connection")
	last := api.NewPage([]*string{&second}, nil, func(context.Context) (*api.Page[string], error) { return nil, failed })
	page := api.NewPage([]*string{&first}, func(context.Context) (*api.Page[string], error) { return last, nil }, nil)
	require.True(t, page.HasMore)
	require.Equal(t, -1, page.TotalCount)

	next, err := page.Next(t.Context())
	require.NoError(t, err)
	require.Same(t, last, next)
	require.False(t, next.HasMore)
	_, err = next.Next(t.Context())
	require.ErrorIs(t, err, api.ErrNoMorePages)
	_, err = next.Prev(t.Context())
	require.ErrorIs(t, err, failed)
	_, err = page.Prev(t.Context())
	require.ErrorIs(t, err, api.ErrNoMorePages)
}

func TestNilPage(t *testing.T) {
	t.Parallel()
	var none *api.Page[string]
	for _, page := range []*api.Page[string]{none, new(api.Page[string])} {
		_, err := page.Next(t.Context())
		require.ErrorIs(t, err, api.ErrNoMorePages)
		_, err = page.Prev(t.Context())
		require.ErrorIs(t, err, api.ErrNoMorePages)
	}
}

func TestCollect(t *testing.T) {
	t.Parallel()
	broken := errors.New("broken")
	rows := func(n int, err error) func(func(*int, error) bool) {
		return func(yield func(*int, error) bool) {
			for i := range n {
				if !yield(&i, nil) {
					return
				}
			}
			if err != nil {
				yield(nil, err)
			}
		}
	}
	for _, tt := range []struct {
		name      string
		have, max int
		err, want error
		rows      int
	}{
		{"all", 3, 3, nil, nil, 3},
		{"fewer", 2, 5, nil, nil, 2},
		{"more", 4, 3, nil, api.ErrTooMany, 3},
		{"an error", 2, 5, broken, broken, 2},
		{"none wanted", 1, 0, nil, api.ErrTooMany, 0},
	} {
		got, err := api.Collect(rows(tt.have, tt.err), tt.max)
		require.ErrorIs(t, err, tt.want, tt.name)
		require.Len(t, got, tt.rows, tt.name)
	}
}
