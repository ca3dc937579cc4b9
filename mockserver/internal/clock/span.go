package clock

import "time"

// span is a duration without the limit of [time.Duration], which is 292 years.
type span struct{ seconds, nanos int64 }

// between returns the duration from one time to another.
func between(from, to time.Time) span {
	return span{to.Unix() - from.Unix(), int64(to.Nanosecond() - from.Nanosecond())}
}

// after returns t plus the span.
func (s span) after(t time.Time) time.Time {
	return time.Unix(t.Unix()+s.seconds, int64(t.Nanosecond())+s.nanos).UTC()
}

// before returns t minus the span.
func (s span) before(t time.Time) time.Time {
	return time.Unix(t.Unix()-s.seconds, int64(t.Nanosecond())-s.nanos).UTC()
}

// plus returns the span plus d. The nanoseconds stay below a second.
func (s span) plus(d time.Duration) span {
	nanos := s.nanos + int64(d%time.Second)
	return span{s.seconds + int64(d/time.Second) + nanos/int64(time.Second), nanos % int64(time.Second)}
}

// round returns the span in seconds.
func (s span) round() int64 {
	return s.seconds + int64(time.Duration(s.nanos).Round(time.Second)/time.Second)
}
