package records

import (
	"fmt"
	"math"
	"strconv"
	"testing"
	"time"
)

// BenchmarkPage reads a page of 10 and the total of each kind of filter, among few and
// many records.
func BenchmarkPage(b *testing.B) {
	for _, size := range []int{100, 1_000_000} {
		c := &Collection[*row]{}
		for n := range size {
			id := strconv.Itoa(n)
			c.Put(id, &row{id: id, status: statuses[n%3], from: strconv.Itoa(n % 1000), to: "ann", created: start.Add(time.Duration(n) * time.Second)})
		}
		everything := query{low: math.MinInt64, high: math.MaxInt64}
		filters := map[string]func(*query){
			"all":            func(*query) {},
			"status":         func(q *query) { q.status = []string{"paid"} },
			"customer":       func(q *query) { q.party = []string{"7"} },
			"created":        func(q *query) { q.low = start.Unix() + int64(size/2) },
			"status+created": func(q *query) { q.status, q.low = []string{"paid"}, start.Unix()+int64(size/2) },
			"status+party":   func(q *query) { q.status, q.party = []string{"paid"}, []string{"ann"} },
		}
		for name, set := range filters {
			q := everything
			set(&q)
			f := q.filter()
			b.Run(fmt.Sprintf("%s/%d", name, size), func(b *testing.B) {
				c.Select(f)
				for b.Loop() {
					s := c.Select(f)
					if len(page(s.Newest(), 10)) == 0 || s.Total() == 0 {
						b.Fatal("nothing was selected")
					}
				}
			})
		}
	}
}
