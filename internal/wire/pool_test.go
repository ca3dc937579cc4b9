package wire_test

import (
	"encoding/json"
	"fmt"
	"strings"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/stateset/stateset-go/internal/wire/sample"
)

// Decoders and encoders are pooled. The state of one document, including faults, never
// appears in another.
func TestPooledStateDoesNotLeak(t *testing.T) {
	t.Parallel()
	var wg sync.WaitGroup
	for worker := range 8 {
		wg.Go(func() {
			for i := range 200 {
				id := fmt.Sprintf("parcel_%d_%d_%s", worker, i, strings.Repeat("é\n", i%40))
				text, err := json.Marshal(sample.Parcel{ID: id, Metadata: map[string]string{id: id}, To: &sample.Place{City: id}})
				if err != nil {
					t.Error(err)
					return
				}
				var bad, p sample.Parcel
				if json.Unmarshal(text[:len(text)-5], &bad) == nil || json.Unmarshal([]byte(`{"id":"x","id":"y"}`), &bad) == nil {
					t.Error("a fault is missing")
				}
				if err := json.Unmarshal(text, &p); err != nil || p.ID != id || p.Metadata[id] != id || p.To.City != id {
					t.Error(err, p.ID, id)
				}
			}
		})
	}
	wg.Wait()
	var p sample.Parcel
	require.NoError(t, json.Unmarshal([]byte(`{"label":5,"extra":1}`), &p))
	require.Equal(t, sample.Parcel{Extra: `"extra":1`}, p)
}
