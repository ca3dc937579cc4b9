package guides

// givenTypes declares the names that blocks of Go use without a declaration.
const givenTypes = `
var (
	ctx     context.Context
	t       *testing.T
	err     error
	key     string
	id      string
	secret  string
	client  *stateset.Client
	srv     *mockserver.Server
	account *mockserver.Account
	handler http.Handler
)
`
