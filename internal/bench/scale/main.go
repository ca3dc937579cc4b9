package main

import (
	"flag"
	"fmt"
	"io"
	"os"
	"regexp"
	"text/tabwriter"
	"time"
)

// run is one run of the program.
type run struct {
	rows *regexp.Regexp
	n    int           // payments of the large account
	turn time.Duration // of one server under load
	out  *tabwriter.Writer
}

// group is a set of rows that are measured together.
type group struct {
	names   []string
	measure func(r *run) error
}

func groups() []group {
	return []group{
		{listNames(), (*run).lists},
		{accountNames(), (*run).accounts},
		{[]string{plainPayment, keyedPayment}, (*run).payments},
		{[]string{residentMemory}, (*run).resident},
		{[]string{getThroughput, postThroughput}, (*run).throughput},
		{[]string{startTime, startBytes}, (*run).start},
		{[]string{binarySize}, (*run).binary},
	}
}

func main() {
	if len(os.Args) == 2 && os.Args[1] == serveWord {
		exit(serve(os.Stdin, os.Stdout))
	}
	rows := flag.String("rows", "", "measure the rows whose name matches this regular expression")
	n := flag.Int("n", 1_000_000, "payments of the large account")
	length := flag.Duration("time", 6*time.Second, "time of each throughput row")
	flag.Parse()
	match, err := regexp.Compile(*rows)
	if err == nil {
		err = measure(os.Stdout, match, *n, *length)
	}
	exit(err)
}

func exit(err error) {
	if err != nil {
		fmt.Fprintln(os.Stderr, "scale:", err)
		os.Exit(1)
	}
	os.Exit(0)
}

// measure prints the selected rows.
func measure(w io.Writer, rows *regexp.Regexp, n int, length time.Duration) error {
	r := &run{rows: rows, n: n, turn: length / (2 * rounds), out: tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)}
	fmt.Fprintln(r.out, "row\tmeasured\ttarget\t")
	for _, g := range groups() {
		for _, name := range g.names {
			if !rows.MatchString(name) {
				continue
			}
			if err := g.measure(r); err != nil {
				_ = r.out.Flush()
				return err
			}
			break
		}
	}
	return r.out.Flush()
}

// row prints a row, if it is selected.
func (r *run) row(name string, measured float64, unit string, target float64) {
	if !r.rows.MatchString(name) {
		return
	}
	fmt.Fprintf(r.out, "%s\t%s\t%s\t\n", name, number(measured)+unit, number(target)+unit)
}

func number(f float64) string {
	if f >= 100 {
		return fmt.Sprintf("%.0f", f)
	}
	return fmt.Sprintf("%.2f", f)
}
