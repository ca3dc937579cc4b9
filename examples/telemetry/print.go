package main

import (
	"fmt"
	"io"
	"slices"
	"strings"
	"time"

	"go.opentelemetry.io/otel/attribute"
	"go.opentelemetry.io/otel/sdk/metric/metricdata"
	"go.opentelemetry.io/otel/sdk/trace/tracetest"
	"go.opentelemetry.io/otel/trace"
)

// printSpans prints each trace as a tree, in the order of the starts.
func printSpans(out io.Writer, spans tracetest.SpanStubs) {
	slices.SortStableFunc(spans, func(a, b tracetest.SpanStub) int { return a.StartTime.Compare(b.StartTime) })
	fmt.Fprintln(out, "Spans:")
	var printChildren func(parent trace.SpanID, indent string)
	printChildren = func(parent trace.SpanID, indent string) {
		for _, s := range spans {
			if s.Parent.SpanID() != parent {
				continue
			}
			fmt.Fprintf(out, "%s%s %s\n", indent, s.Name, s.EndTime.Sub(s.StartTime).Round(time.Microsecond))
			printAttributes(out, indent+"    ", s.Attributes)
			printChildren(s.SpanContext.SpanID(), indent+"  ")
		}
	}
	printChildren(trace.SpanID{}, "  ")
}

func printAttributes(out io.Writer, indent string, attrs []attribute.KeyValue) {
	for _, a := range attrs {
		fmt.Fprintf(out, "%s%s=%s\n", indent, a.Key, a.Value.String())
	}
}

// printMetrics prints one line for each combination of attributes.
func printMetrics(out io.Writer, metrics *metricdata.ResourceMetrics) {
	fmt.Fprintln(out, "Metrics:")
	for _, scope := range metrics.ScopeMetrics {
		for _, m := range scope.Metrics {
			for _, line := range lines(m.Data) {
				fmt.Fprintf(out, "  %s %s %s\n", m.Name, line, m.Unit)
			}
		}
	}
}

// lines returns the values of a metric, sorted.
func lines(data metricdata.Aggregation) (all []string) {
	add := func(set attribute.Set, value string) {
		var attrs []string
		for _, a := range set.ToSlice() {
			attrs = append(attrs, string(a.Key)+"="+a.Value.String())
		}
		all = append(all, "{"+strings.Join(attrs, " ")+"} "+value)
	}
	switch data := data.(type) {
	case metricdata.Histogram[float64]:
		for _, p := range data.DataPoints {
			add(p.Attributes, fmt.Sprintf("count=%d sum=%.3f", p.Count, p.Sum))
		}
	case metricdata.Sum[int64]:
		for _, p := range data.DataPoints {
			add(p.Attributes, fmt.Sprint(p.Value))
		}
	case metricdata.Gauge[int64]:
		for _, p := range data.DataPoints {
			add(p.Attributes, fmt.Sprint(p.Value))
		}
	}
	slices.Sort(all)
	return all
}
