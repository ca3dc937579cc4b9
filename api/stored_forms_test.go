package api_test

import (
	"bytes"
	"database/sql"
	"database/sql/driver"
	"encoding/gob"
	"encoding/json"
	"log/slog"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/stretchr/testify/require"

	"github.com/stateset/stateset-go/api"
)

type values struct {
	Date    api.Date
	Decimal api.Decimal
	Money   api.Money
}

func TestValuesAreStored(t *testing.T) {
	t.Parallel()
	for _, v := range []values{{}, {api.NewDate(2026, 1, 31), api.Dec("-5.10"), api.USD("12.50")}} {
		var stored bytes.Buffer
		require.NoError(t, gob.NewEncoder(&stored).Encode(v))
		var restored values
		require.NoError(t, gob.NewDecoder(&stored).Decode(&restored))
		require.True(t, cmp.Equal(v, restored))
		require.Equal(t, v.Decimal.String(), restored.Decimal.String(), "the decimals are kept")

		text, err := json.Marshal(v)
		require.NoError(t, err)
		var back values
		require.NoError(t, json.Unmarshal(text, &back))
		require.True(t, cmp.Equal(v, back))
	}
	keys, err := json.Marshal(map[api.Date]int{api.NewDate(2026, 1, 31): 1})
	require.NoError(t, err)
	require.Equal(t, `{"2026-01-31":1}`, string(keys))
}

// column is a type that can be stored in a database column.
type column interface {
	sql.Scanner
	driver.Valuer
}

func TestDatabaseColumns(t *testing.T) {
	t.Parallel()
	east := time.FixedZone("east", 5*3600)
	for _, tt := range []struct {
		into   column
		stored any
		want   driver.Value
	}{
		{new(api.Date), nil, nil},
		{new(api.Date), "2026-01-31", "2026-01-31"},
		{new(api.Date), []byte("2026-01-31"), "2026-01-31"},
		{new(api.Date), time.Date(2026, 1, 31, 0, 0, 0, 0, east), "2026-01-31"},
		{new(api.Decimal), nil, "0"},
		{new(api.Decimal), "5.0", "5.0"},
		{new(api.Decimal), []byte("-0.25"), "-0.25"},
		{new(api.Decimal), int64(7), "7"},
		{new(api.Decimal), 0.5, "0.5"},
		{new(api.Money), nil, nil},
		{new(api.Money), []byte("12.50 USD"), "12.50 USD"},
	} {
		require.NoError(t, tt.into.Scan(tt.stored), "%T %v", tt.into, tt.stored)
		got, err := tt.into.Value()
		require.NoError(t, err)
		require.Equal(t, tt.want, got, "%T %v", tt.into, tt.stored)
	}
	for into, bad := range map[column]any{new(api.Date): 5, new(api.Decimal): true, new(api.Money): 5} {
		require.ErrorContains(t, into.Scan(bad), "is stored as text")
		require.Error(t, into.Scan("x"))
	}
	for _, invalid := range []driver.Valuer{api.NewDate(2026, 2, 30), api.Dec("x"), api.USD("x")} {
		_, err := invalid.Value()
		require.Error(t, err, "%v", invalid)
	}
	_, err := api.Dec("x").MarshalText()
	require.Error(t, err)
	require.Error(t, gob.NewEncoder(new(bytes.Buffer)).Encode(api.Dec("x")))
}

func TestValuesInLogs(t *testing.T) {
	t.Parallel()
	var out bytes.Buffer
	slog.New(slog.NewJSONHandler(&out, nil)).Info("x", "date", api.NewDate(2026, 1, 31), "decimal", api.Dec("5.0"), "odd", api.Dec("x"), "money", api.USD("1"))
	require.Contains(t, out.String(), `"date":"2026-01-31","decimal":"5.0","odd":"invalid number","money":"1.00 USD"`)
}
