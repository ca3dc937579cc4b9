package httpapi

import (
	"github.com/stateset/stateset-go/internal/api"
	"github.com/stateset/stateset-go/mockserver/internal/engine"
)

func balance(tx *engine.Tx) *api.Balance { return tx.Balance() }
