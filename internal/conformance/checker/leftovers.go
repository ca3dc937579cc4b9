package checker

import (
	"context"
	"net/http"
	"slices"
	"sort"
	"strings"
	"sync"
	"time"

	"github.com/stateset/stateset-go/internal/spec"
)

const (
	createEndpoint = "Webhooks.Create"
	// deleteTimeout is the maximum duration of the deletion of all endpoints.
	deleteTimeout = 30 * time.Second
)

// leftovers are the objects that calls created.
type leftovers struct {
	mu    sync.Mutex
	seen  map[string]bool
	lists []Leftover
}

// observe records the object of a successful response to a write.
func (l *leftovers) observe(method, path string, body []byte) {
	l.mu.Lock()
	defer l.mu.Unlock()
	operation := operationOf(method, path)
	if method == http.MethodDelete {
		l.remove(path[strings.LastIndexByte(path, '/')+1:])
		return
	}
	id := createdID(parse(body))
	if id == "" || l.seen[id] {
		return
	}
	if l.seen == nil {
		l.seen = map[string]bool{}
	}
	l.seen[id] = true
	for i := range l.lists {
		if l.lists[i].Operation == operation {
			l.lists[i].IDs = append(l.lists[i].IDs, id)
			return
		}
	}
	l.lists = append(l.lists, Leftover{Operation: operation, IDs: []string{id}})
}

func (l *leftovers) remove(id string) {
	for i := range l.lists {
		l.lists[i].IDs = slices.DeleteFunc(l.lists[i].IDs, func(other string) bool { return other == id })
	}
}

// all returns the objects that still exist, by operation.
func (l *leftovers) all() []Leftover {
	l.mu.Lock()
	defer l.mu.Unlock()
	all := []Leftover{}
	for _, list := range l.lists {
		if len(list.IDs) > 0 {
			all = append(all, Leftover{list.Operation, slices.Clone(list.IDs)})
		}
	}
	sort.Slice(all, func(a, b int) bool { return all[a].Operation < all[b].Operation })
	return all
}

// createdID returns the ID of the object of a response, or of the payment in it.
func createdID(value any) string {
	members, _ := value.(map[string]any)
	if id, ok := members["id"].(string); ok {
		return shown(id)
	}
	payment, _ := members["payment"].(map[string]any)
	id, _ := payment["payment_id"].(string)
	return shown(id)
}

// deleteEndpoints deletes the webhook endpoints of the run, so that the server sends no
// further events to them. It returns their number. It also works after ctx has ended.
func (s *side) deleteEndpoints(ctx context.Context) (deleted int) {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), deleteTimeout)
	defer cancel()
	for _, list := range s.left.all() {
		if list.Operation != createEndpoint {
			continue
		}
		for _, id := range list.IDs {
			if s.sdk.Webhooks.Delete(ctx, id) == nil {
				deleted++
			}
		}
	}
	return deleted
}

// operationOf returns the name of the operation with the method and path below the base
// path.
func operationOf(method, path string) string {
	for _, op := range spec.All() {
		if op.Method == method && matches(op.Path, path) {
			return op.Name
		}
	}
	return method + " " + shown(path)
}

// matches reports whether a path has the form of a template such as "/payments/{id}".
func matches(template, path string) bool {
	want, got := strings.Split(template, "/"), strings.Split(path, "/")
	if len(want) != len(got) {
		return false
	}
	for i := range want {
		if want[i] != got[i] && !strings.HasPrefix(want[i], "{") {
			return false
		}
	}
	return true
}
