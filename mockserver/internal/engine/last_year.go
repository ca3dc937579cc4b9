package engine

import (
	"time"

	"github.com/stateset/stateset-go/api"
)

// lastYear is the last year that RFC 3339 can express.
const lastYear = 9999

// lastSecond is the last time in responses.
var lastSecond = time.Date(lastYear, 12, 31, 23, 59, 59, 0, time.UTC)

// later returns the time after d, at most lastSecond.
func (tx *Tx) later(d time.Duration) time.Time {
	if at := tx.now.Add(d); at.Before(lastSecond) {
		return at
	}
	return lastSecond
}

// daysLater returns the day so many days later, at most the day of lastSecond.
func daysLater(day api.Date, days int) api.Date {
	if at := day.AddDays(days); at.Err() == nil {
		return at
	}
	return api.DateOf(lastSecond)
}

// daysLeft returns the days, or as many as follow the day.
func daysLeft(day api.Date, days int) int {
	return int(daysLater(day, days).Time().Sub(day.Time()) / (24 * time.Hour))
}
