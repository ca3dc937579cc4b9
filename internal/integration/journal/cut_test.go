package journal

import (
	"context"
	"database/sql"
	"errors"
	"math/rand/v2"
	"net"
	"sync"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/stdlib"
)

// openCutting opens PostgreSQL with connections that break between a statement and its
// result, while the server commits it.
func openCutting(dsn string, seed uint64, onCut func()) (*sql.DB, error) {
	config, err := pgx.ParseConfig(dsn)
	if err != nil {
		return nil, err
	}
	random := &lockedRandom{r: rand.New(rand.NewPCG(seed, 2))}
	config.DialFunc = func(ctx context.Context, network, address string) (net.Conn, error) {
		c, err := (&net.Dialer{}).DialContext(ctx, network, address)
		if err != nil {
			return nil, err
		}
		return &cutConn{Conn: c, random: random, onCut: onCut}, nil
	}
	db := stdlib.OpenDB(*config)
	db.SetMaxOpenConns(4)
	return db, nil
}

type lockedRandom struct {
	mu sync.Mutex
	r  *rand.Rand
}

func (l *lockedRandom) one(in int) bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.r.IntN(in) == 0
}

// cutConn is a connection that breaks after one in twenty messages, once the startup is
// complete.
type cutConn struct {
	net.Conn
	random *lockedRandom
	writes int
	cut    bool
	onCut  func()
}

func (c *cutConn) Write(b []byte) (int, error) {
	c.writes++
	n, err := c.Conn.Write(b)
	c.cut = c.writes > 2 && c.random.one(20) // the first two belong to the startup
	return n, err
}

func (c *cutConn) Read(b []byte) (int, error) {
	if c.cut {
		c.onCut()
		_ = c.Conn.Close()
		return 0, errors.New("connection reset by the test")
	}
	return c.Conn.Read(b)
}
