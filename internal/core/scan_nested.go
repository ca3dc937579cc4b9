package core

// What a member holds is read once: a member that stands twice in an object, which
// encoding/json would merge with the first, is left to it.

// ScanPointer reads what is behind a pointer, which a null leaves nil.
func ScanPointer[T any](s *Scanner, p **T, scan func(*Scanner, *T)) {
	switch {
	case *p != nil:
		s.GiveUp()
	case !s.null():
		*p = new(T)
		scan(s, *p)
	}
}

// ScanPointers reads a list of what is behind pointers.
func ScanPointers[T any](s *Scanner, p *[]*T, scan func(*Scanner, *T)) {
	ScanList(s, p, func(s *Scanner, element **T) { ScanPointer(s, element, scan) })
}

// ScanList reads a list. An empty one that is there already is filled.
func ScanList[T any](s *Scanner, p *[]T, scan func(*Scanner, *T)) {
	list := *p
	switch {
	case len(list) > 0:
		s.GiveUp()
		return
	case s.null():
		*p = nil
		return
	case list == nil:
		list = []T{}
	}
	for s.list(); s.element(); {
		list = append(list, *new(T))
		scan(s, &list[len(list)-1])
	}
	*p = list
}

// Map reads an object of texts.
func (s *Scanner) Map(p *map[string]string) {
	if *p != nil {
		s.GiveUp()
		return
	}
	if s.null() {
		return
	}
	m := map[string]string{}
	for s.Object(); s.Member(); {
		key, value := string(s.key), ""
		s.String(&value)
		m[key] = value
	}
	*p = m
}
