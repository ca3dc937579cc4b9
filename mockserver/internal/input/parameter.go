package input

// Parameter is a parameter of a query as its reader declares it.
type Parameter struct {
	Name  string
	Types []Type // a value has one of them
	Rules []Rule
	Many  bool // several values, repeated or separated by commas
	Range bool // bounds in brackets, too: name[gte]
	Keys  bool // keys in brackets only: name[key]
	Array bool // the name has brackets: name[]
}

// DescribeQuery returns the parameters that a reader declares, in order. It calls the
// reader without a query.
func DescribeQuery[T any](read func(*Query) T) []Parameter {
	var parameters []Parameter
	read(&Query{parameters: &parameters})
	return parameters
}

// describes records a parameter, and reports whether the reader only describes.
func (q *Query) describes(p Parameter) bool {
	if q.parameters != nil {
		*q.parameters = append(*q.parameters, p)
	}
	return q.parameters != nil
}

// Operators returns the names in brackets that bound a range.
func Operators() []string { return operators }

var (
	asString  = []Type{TypeString}
	asBoolean = []Type{TypeBoolean}
	asInteger = []Type{TypeInteger}
)
