package transport

import (
	"strconv"

	"github.com/stateset/stateset-go/api"
)

// answerConditions are complete responses that are not a success.
func answerConditions() []condition {
	var rows []condition
	rows = append(rows, unreadableAnswers()...)
	rows = append(rows, redirectAnswers()...)
	rows = append(rows, storedAnswers()...)
	rows = append(rows, toldAnswers()...)
	rows = append(rows, conflictAnswers()...)
	rows = append(rows, statusAnswers()...)
	return rows
}

// inAll returns a row with the same verdict for all kinds.
func inAll(row int, name string, step answer, v verdict) condition {
	return condition{name: name, row: row, answer: step, safe: v, keyed: v, unkeyed: v}
}

// unlessUnkeyed returns a row that retries only safe and keyed requests.
func unlessUnkeyed(row int, name string, step answer, o api.Outcome) condition {
	return condition{name: name, row: row, answer: step,
		safe: repeated(o), keyed: repeated(o), unkeyed: stopped(o, api.StopNotKeyed)}
}

func unreadableAnswers() []condition {
	done := stopped(api.OutcomeSucceeded, api.StopUnreadable)
	return []condition{
		inAll(8, "too large", reply(200, long(maxBody+1)), done),
		inAll(8, "too large once unzipped", reply(201, zipped(long(maxBody+1)), "Content-Encoding: gzip"), done),
		inAll(8, "corrupt gzip", reply(200, zipped(t1k)[:40]+"????????????"+zipped(t1k)[52:], "Content-Encoding: gzip"), done),
		inAll(8, "bad checksum", reply(200, flipped(zipped(t1k)), "Content-Encoding: gzip"), done),
		inAll(8, "plain text labelled gzip", reply(200, `{"id":"thing_1"}`, "Content-Encoding: gzip"), done),
		inAll(8, "short plain text labelled gzip", reply(200, `{}`, "Content-Encoding: gzip"), done),
	}
}

func redirectAnswers() []condition {
	v := stopped(api.OutcomeRejected, api.StopRedirect)
	return []condition{
		inAll(9, "300", reply(300, ""), v),
		inAll(9, "302", reply(302, "", "Location: http://localhost/v2"), v),
		inAll(9, "304", reply(304, ""), v),
		inAll(9, "307", reply(307, "", "Location: https://elsewhere.example/"), v),
		inAll(9, "399", reply(399, ""), v),
	}
}

func storedAnswers() []condition {
	return []condition{
		inAll(10, "500", reply(500, "", "Idempotent-Replayed: true"), stopped(api.OutcomeUnknown, api.StopStoredAnswer)),
		inAll(10, "503, told to retry", reply(503, "", "Idempotency-Replayed: True", "Stateset-Should-Retry: true"), stopped(api.OutcomeUnknown, api.StopStoredAnswer)),
		inAll(10, "404", reply(404, "", "X-Idempotent-Replay: true"), stopped(api.OutcomeRejected, api.StopStoredAnswer)),
		inAll(10, "429", reply(429, "", "Idempotent-Replayed: true"), stopped(api.OutcomeRejected, api.StopStoredAnswer)),
		unlessUnkeyed(17, "not replayed", reply(500, "", "Idempotent-Replayed: false"), api.OutcomeUnknown),
	}
}

// upgrade is the header of a protocol switch that was not requested, without its last
// line.
const upgrade = "HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"

func toldAnswers() []condition {
	return []condition{
		inAll(11, "503", reply(503, "", "Stateset-Should-Retry: false"), stopped(api.OutcomeUnknown, api.StopServerSaysSo)),
		inAll(11, "429", reply(429, "", "X-Should-Retry: FALSE"), stopped(api.OutcomeRejected, api.StopServerSaysSo)),
		inAll(11, "both spellings", reply(500, "", "Stateset-Should-Retry: false", "X-Should-Retry: true"), stopped(api.OutcomeUnknown, api.StopServerSaysSo)),
		inAll(11, "409 of a key in use", reply(409, code("idempotency_key_in_use"), "Stateset-Should-Retry: false"), stopped(api.OutcomeUnknown, api.StopServerSaysSo)),
		inAll(11, "101", stalled(upgrade+"Stateset-Should-Retry: false\r\n\r\n"), stopped(api.OutcomeUnknown, api.StopServerSaysSo)),
		inAll(11, "600", reply(600, "", "Stateset-Should-Retry: false"), stopped(api.OutcomeUnknown, api.StopServerSaysSo)),
		unlessUnkeyed(12, "600", reply(600, "", "Stateset-Should-Retry: true"), api.OutcomeUnknown),
		unlessUnkeyed(12, "400", reply(400, "", "Stateset-Should-Retry: true"), api.OutcomeRejected),
		unlessUnkeyed(12, "500", reply(500, "", "X-Should-Retry: true"), api.OutcomeUnknown),
		unlessUnkeyed(12, "408", reply(408, "", "Stateset-Should-Retry: true"), api.OutcomeUnknown),
		unlessUnkeyed(17, "503, garbled", reply(503, "", "Stateset-Should-Retry: maybe"), api.OutcomeUnknown),
		inAll(18, "400, garbled", reply(400, "", "X-Should-Retry: 1"), stopped(api.OutcomeRejected, api.StopDefinitive)),
		inAll(13, "429, told to retry", reply(429, "", "Stateset-Should-Retry: true"), repeated(api.OutcomeRejected)),
	}
}

func conflictAnswers() []condition {
	no := stopped(api.OutcomeRejected, api.StopDefinitive)
	running := func(name string, step answer) condition {
		return condition{name: name, row: 14, answer: step,
			safe: stopped(api.OutcomeUnknown, api.StopDefinitive), keyed: repeated(api.OutcomeUnknown), unkeyed: stopped(api.OutcomeUnknown, api.StopNotKeyed)}
	}
	return []condition{
		inAll(13, "429", reply(429, code("rate_limit_exceeded")), repeated(api.OutcomeRejected)),
		running("409 with the code", reply(409, code("idempotency_key_in_use"))),
		running("409 with the code, told to retry", reply(409, code("idempotency_key_in_use"), "Stateset-Should-Retry: true")),
		running("409 in plain text", reply(409, "Duplicate request in progress", "Content-Type: text/plain")),
		running("409 that breaks off", ended("HTTP/1.1 409 Conflict\r\nContent-Length: 50\r\n\r\n{\"error\":{\"co")),
		running("409 that ends before its body", reset("HTTP/1.1 409 Conflict\r\nContent-Length: 50\r\n\r\n")),
		inAll(15, "409 of a state", reply(409, code("invalid_state")), no),
		inAll(15, "409 with no body", reply(409, ""), no),
		inAll(15, "422", reply(422, code("idempotency_key_reused")), no),
		inAll(15, "400 of another request's key", reply(400, code("idempotency_error")), no),
		unlessUnkeyed(16, "408", reply(408, ""), api.OutcomeUnknown),
		unlessUnkeyed(16, "425", reply(425, ""), api.OutcomeRejected),
	}
}

func statusAnswers() []condition {
	var rows []condition
	for _, status := range []int{500, 502, 503, 504, 506, 507, 520, 529, 599} {
		rows = append(rows, unlessUnkeyed(17, strconv.Itoa(status), reply(status, "<html>"), api.OutcomeUnknown))
	}
	for _, status := range []int{400, 401, 402, 403, 404, 405, 406, 410, 411, 412, 413, 414, 415, 418, 423, 428, 431, 451, 499, 501, 505} {
		rows = append(rows, inAll(18, strconv.Itoa(status), reply(status, ""), stopped(api.OutcomeRejected, api.StopDefinitive)))
	}
	for _, status := range []int{600, 999} {
		rows = append(rows, inAll(19, strconv.Itoa(status), reply(status, ""), stopped(api.OutcomeUnknown, api.StopUnexpectedCode)))
	}
	return append(rows, inAll(19, "101", stalled(upgrade+"\r\n"), stopped(api.OutcomeUnknown, api.StopUnexpectedCode)))
}
