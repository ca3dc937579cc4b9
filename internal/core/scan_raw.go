package core

// Raw goes over a value and returns it as it stands, in the text that is scanned.
// Whoever keeps it copies it.
func (s *Scanner) Raw() []byte { return s.raw() }
