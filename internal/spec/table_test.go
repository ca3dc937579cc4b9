package spec_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stateset/stateset-go/internal/golden"
	"github.com/stateset/stateset-go/internal/spec"
)

// TestTable pins every row: an operation changes only together with the golden file.
func TestTable(t *testing.T) {
	t.Parallel()
	var out strings.Builder
	for _, o := range spec.All() {
		fmt.Fprintf(&out, "%s | %s %s | %d | scope %q | %s | %s", o.Name, o.Method, o.Path, o.Status, o.Scope, accessText[o.Access], o.Source)
		if o.Host == spec.HostNetwork {
			out.WriteString(" | network host")
		}
		for _, alias := range o.Aliases {
			fmt.Fprintf(&out, " | alias %s", strings.TrimSpace(alias.Method+" "+alias.Path+" "+alias.BodyID))
		}
		if len(o.Variants) > 0 {
			fmt.Fprintf(&out, " | variants %s", strings.Join(o.Variants, ", "))
		}
		out.WriteByte('\n')
	}
	golden.Text(t, "table.txt", out.String())
}

var accessText = map[spec.Access]string{
	spec.AccessScoped: "scoped", spec.AccessPublishable: "publishable", spec.AccessOpen: "open",
}
