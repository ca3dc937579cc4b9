package main

import (
	"strconv"
	"strings"
	"testing"

	"go.uber.org/goleak"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

func lower(method string) string { return strings.ToLower(method) }

func statusText(status int) string { return strconv.Itoa(status) }
