package checker

import (
	"bytes"
	"fmt"
	"html"
	"io"
	"strings"
)

// WriteJUnit writes the report in the XML format of JUnit: a test case per operation.
// Differences, absent and blocked operations are failures. An early stop is an error.
func (r *Report) WriteJUnit(w io.Writer) error {
	var b bytes.Buffer
	stopped := 0
	if r.Stopped != "" {
		stopped = 1
	}
	fmt.Fprint(&b, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n")
	fmt.Fprintf(&b, "<testsuite name=\"stateset-mock conformance\" tests=\"%d\" failures=\"%d\" errors=\"%d\">\n",
		len(r.Operations)+stopped, r.Different+r.Absent+r.Blocked, stopped)
	for _, result := range r.Operations {
		resource, _, _ := strings.Cut(result.Operation, ".")
		fmt.Fprintf(&b, "  <testcase classname=\"%s\" name=\"%s\"", escape(resource), escape(result.Operation))
		if result.Status == Same {
			fmt.Fprint(&b, "/>\n")
			continue
		}
		var text strings.Builder
		result.Print(&text)
		fmt.Fprintf(&b, ">\n    <failure message=\"%s\">%s</failure>\n  </testcase>\n", escape(result.summary()), escape(text.String()))
	}
	if stopped > 0 {
		fmt.Fprintf(&b, "  <testcase classname=\"run\" name=\"run\">\n    <error message=\"%s\"></error>\n  </testcase>\n", escape(r.Stopped))
	}
	fmt.Fprint(&b, "</testsuite>\n")
	_, err := w.Write(b.Bytes())
	return err
}

func (r *Result) summary() string {
	if r.Status != Different {
		return strings.TrimSuffix(string(r.Status)+": "+r.Reason, ": ")
	}
	return fmt.Sprintf("%d differences, first: %s", len(r.Differences), &r.Differences[0])
}

// escape escapes text for XML. Characters that XML cannot represent are omitted.
func escape(text string) string {
	return html.EscapeString(strings.Map(func(r rune) rune {
		if r < ' ' && r != '\n' && r != '\t' || r == 0xfffe || r == 0xffff {
			return -1
		}
		return r
	}, strings.ToValidUTF8(text, "")))
}
