// Package postgres starts a PostgreSQL server for tests.
//
// STATESET_TEST_POSTGRES can hold the connection string of a server. Otherwise initdb and
// postgres must be installed (on Debian: apt-get install postgresql).
package postgres

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"os/user"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
)

// serve runs a server until its standard input ends. This also happens when the tests
// crash, so no process is left.
const serve = `"$0" -D data -k "$PWD" -c listen_addresses= -c fsync=off -c max_connections=100 &
read -r _
kill -INT $!
wait $!`

// Start returns the configured server, or starts one in its own directory with a socket.
func Start() (dsn string, stop func(), err error) {
	if dsn := os.Getenv("STATESET_TEST_POSTGRES"); dsn != "" {
		return dsn, func() {}, nil
	}
	bin, err := findPostgres()
	if err != nil {
		return "", nil, err
	}
	dir, err := os.MkdirTemp("", "stateset-pg")
	if err != nil {
		return "", nil, err
	}
	remove := func() { _ = os.RemoveAll(dir) }
	end, err := startIn(dir, bin)
	if err != nil {
		remove()
		return "", nil, err
	}
	return fmt.Sprintf("host=%s user=stateset dbname=postgres", dir), func() { end(); remove() }, nil
}

func findPostgres() (string, error) {
	if path, err := exec.LookPath("initdb"); err == nil {
		if path, err = filepath.EvalSymlinks(path); err == nil {
			return filepath.Dir(path), nil
		}
	}
	found, _ := filepath.Glob("/usr/lib/postgresql/*/bin/initdb")
	if len(found) == 0 {
		return "", errors.New("install it (apt-get install postgresql), or name a server in STATESET_TEST_POSTGRES")
	}
	return filepath.Dir(found[len(found)-1]), nil
}

func startIn(dir, bin string) (end func(), err error) {
	owner, err := unprivileged(dir)
	if err != nil {
		return nil, err
	}
	command := func(name string, args ...string) *exec.Cmd {
		c := exec.Command(name, args...)
		c.Dir, c.SysProcAttr = dir, owner
		return c
	}
	initdb := command(filepath.Join(bin, "initdb"), "-D", "data", "-U", "stateset", "-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync")
	if output, err := initdb.CombinedOutput(); err != nil {
		return nil, fmt.Errorf("initdb: %w\n%s", err, output)
	}
	server := command("/bin/sh", "-c", serve, filepath.Join(bin, "postgres"))
	lifeline, err := server.StdinPipe()
	if err != nil {
		return nil, err
	}
	stderr, err := server.StderrPipe()
	if err != nil {
		return nil, err
	}
	if err := server.Start(); err != nil {
		return nil, err
	}
	output := bufio.NewReader(stderr)
	if err := awaitReady(output); err != nil {
		_ = lifeline.Close()
		return nil, errors.Join(err, server.Wait())
	}
	drained := make(chan struct{})
	go func() {
		defer close(drained)
		_, _ = io.Copy(io.Discard, output)
	}()
	return func() {
		_ = lifeline.Close()
		<-drained
		_ = server.Wait()
	}, nil
}

// unprivileged changes the owner of the directory to a user other than root, and returns
// the credentials of this user. PostgreSQL does not run as root.
func unprivileged(dir string) (*syscall.SysProcAttr, error) {
	if os.Geteuid() != 0 {
		return nil, nil
	}
	u, err := user.Lookup("postgres")
	if err != nil {
		if u, err = user.Lookup("nobody"); err != nil {
			return nil, err
		}
	}
	uid, err := strconv.ParseUint(u.Uid, 10, 32)
	if err != nil {
		return nil, err
	}
	gid, err := strconv.ParseUint(u.Gid, 10, 32)
	if err != nil {
		return nil, err
	}
	return &syscall.SysProcAttr{Credential: &syscall.Credential{Uid: uint32(uid), Gid: uint32(gid)}}, os.Chown(dir, int(uid), int(gid))
}

func awaitReady(output *bufio.Reader) error {
	var said strings.Builder
	for {
		line, err := output.ReadString('\n')
		said.WriteString(line)
		if strings.Contains(line, "ready to accept connections") {
			return nil
		}
		if err != nil {
			return fmt.Errorf("the server did not start:\n%s", said.String())
		}
	}
}
