package webhook_test

import (
	"encoding/base64"
	"encoding/hex"
	"net/http"
	"os/exec"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/stateset/stateset-go/webhook"
)

// Digests that were computed once and confirmed with openssl.
const (
	r11  = "54a0ebf4064b716b06f10cda077fbb052e97f1b9696fa8371e4879ef38812e4e"
	r21  = "06eb8c7cff2de2c8800356d948d44697e8f4b480c13e9a407b6ba63d8091f1c9"
	r12  = "1ccbb036ff0a4f4394dce9eab23fa0325b3a96e11f273394d496eeff7621b53d"
	r13  = "65fe95dfaa501d886d56c6d8b31137585c441bfed62c0d4ff490808fa9224187"
	r1e  = "c4729aa7d0c6bf835d13ff3bee56c0e8084426ec44e2445bff56fbf8a85eef03"
	rst  = "471c2d9076be8503782f1b05caf3f2bf4994cad6e6f874dbe2f93265b5331531"
	t11  = "85464942ecc057f573f97442e082da0211e9d72824196a864eb895eb0a250154"
	t21  = "b5dac37cc91404b43d6b598c0accb8e908d1439ad8be53d7eca7877bbac06951"
	t12  = "84e1fc5890da28f0c840fea90ceb55e992834656b2ee25a63014abc86866e137"
	tm31 = "cbec335553b932b2da990652e907dbdd0aebd3eb445f31c353ef3730eb290840" // t0-301
	tm30 = "d3aace24f7b22e5e454383fc0112c084b0669146d540a35466788ce1b393cc42" // t0-300
	tp31 = "4b57adeb5637ef1b53ed8ff5ef6826b7f9fb637888ac6d6ec13def5b37f81b2c" // t0+301
	tp30 = "34e932adf9f04b4a6e9a080b3c4369d4f3c3107c86eec96903d27300e2042e2f" // t0+300
	t1e  = "5b3c34ade427d2894d40a64593bf7b7918e44784d1329baa3ac85f7dd940b9e4"

	v01 = "t=1767225600 v1=" + t11
)

var digests = []struct{ name, secret, message, want string }{
	{"R11", k1, b1, r11}, {"R21", k2, b1, r21}, {"R12", k1, b2, r12}, {"R13", k1, b3, r13}, {"R1e", k1, "", r1e},
	{"Rst", strings.TrimPrefix(k1, "whsec_"), b1, rst},
	{"T11", k1, "1767225600." + b1, t11}, {"T21", k2, "1767225600." + b1, t21}, {"T12", k1, "1767225600." + b2, t12},
	{"T-301", k1, "1767225299." + b1, tm31}, {"T-300", k1, "1767225300." + b1, tm30},
	{"T+301", k1, "1767225901." + b1, tp31}, {"T+300", k1, "1767225900." + b1, tp30}, {"T1e", k1, "1767225600.", t1e},
}

// The table contains the HMACs of this program, and those of openssl if it is installed.
func TestDigests(t *testing.T) {
	t.Parallel()
	openssl, err := exec.LookPath("openssl")
	if err != nil {
		t.Log("there is no openssl here: the table was checked against crypto/hmac alone")
	}
	for _, d := range digests {
		require.Equal(t, d.want, digest(d.secret, d.message), d.name)
		if openssl == "" {
			continue
		}
		cmd := exec.CommandContext(t.Context(), openssl, "dgst", "-sha256", "-hmac", d.secret)
		cmd.Stdin = strings.NewReader(d.message)
		out, err := cmd.Output()
		require.NoError(t, err, d.name)
		require.True(t, strings.HasSuffix(strings.TrimSpace(string(out)), " "+d.want), "%s: %s", d.name, out)
	}
}

// vector is a delivery and the expected result at t0. No error means that it is verified,
// with the scheme.
type vector struct {
	id     string
	header http.Header
	body   string
	want   error
	text   string // part of the error's text
	scheme webhook.SignatureScheme
}

const (
	rawScheme = webhook.SchemeRaw
	tsScheme  = webhook.SchemeTimestamped
)

func ok(id string, header http.Header, body string, scheme webhook.SignatureScheme) vector {
	return vector{id: id, header: header, body: body, scheme: scheme}
}

func bad(id string, header http.Header, body string, want error, text string) vector {
	return vector{id: id, header: header, body: body, want: want, text: text}
}

func run(t *testing.T, v *webhook.Verifier, vectors []vector) {
	t.Helper()
	for _, tt := range vectors {
		t.Run(tt.id, func(t *testing.T) {
			t.Parallel()
			event, err := v.Verify([]byte(tt.body), tt.header)
			if tt.want != nil {
				require.ErrorIs(t, err, tt.want)
				require.ErrorContains(t, err, tt.text)
				require.True(t, strings.HasPrefix(err.Error(), "stateset: "))
				require.NotRegexp(t, `[0-9A-Fa-f]{32}`, err.Error(), "neither a signature nor a secret")
				require.NotRegexp(t, `[^ -~…]`, err.Error(), "nothing that is not printable")
				require.Nil(t, event)
				return
			}
			require.NoError(t, err)
			require.Equal(t, tt.scheme, event.Scheme())
			require.Equal(t, tt.scheme == rawScheme, event.Replayable())
			require.Equal(t, 0, event.SecretIndex())
		})
	}
}

// verifier returns a verifier at t0 that also accepts raw deliveries, for the vectors.
func verifier(t testing.TB, secrets []string, opts ...webhook.VerifierOption) *webhook.Verifier {
	t.Helper()
	vectors := []webhook.VerifierOption{
		webhook.WithClock(at(0)), webhook.AcceptRaw(), webhook.AcceptUndated(), webhook.PreviousSecrets(secrets[1:]...),
	}
	v, err := webhook.NewVerifier(secrets[0], append(vectors, opts...)...)
	require.NoError(t, err)
	return v
}

func TestAccepted(t *testing.T) {
	t.Parallel()
	run(t, verifier(t, []string{k1}), []vector{
		ok("V01 timestamped", stamped(v01), b1, tsScheme),
		ok("V02 comma", stamped("t=1767225600,v1="+t11), b1, tsScheme),
		ok("V02 comma and blank", stamped("t=1767225600, v1="+t11), b1, tsScheme),
		ok("V02 two blanks", stamped("t=1767225600  v1="+t11), b1, tsScheme),
		ok("V02 tab", stamped("t=1767225600\tv1="+t11), b1, tsScheme),
		ok("V02 separators at the ends", stamped(" ,t=1767225600,, v1="+t11+",\t"), b1, tsScheme),
		ok("V03 raw", raw(r11), b1, rawScheme),
		ok("V04 with algorithm", raw("sha256="+r11), b1, rawScheme),
		ok("V05 upper case, timestamped", stamped("t=1767225600 v1="+strings.ToUpper(t11)), b1, tsScheme),
		ok("V05 upper case, raw", raw(strings.ToUpper(r11)), b1, rawScheme),
		ok("V06 unicode, timestamped", stamped("t=1767225600 v1="+t12), b2, tsScheme),
		ok("V06 unicode, raw", raw(r12), b2, rawScheme),
		ok("V07 trailing newline", raw(digest(k1, b1+"\n")), b1+"\n", rawScheme),
		ok("V08 order", stamped("v1="+t11+" t=1767225600"), b1, tsScheme),
		ok("V09 rotation", stamped("t=1767225600 v1="+t21+" v1="+t11), b1, tsScheme),
		ok("V09 ten signatures", stamped("t=1767225600"+strings.Repeat(" v1="+t21, 9)+" v1="+t11), b1, tsScheme),
		ok("V11 unknown names", stamped("v0=x,t=1767225600,v2=abc==,v1="+t11), b1, tsScheme),
		ok("V12 one is not hexadecimal", stamped("t=1767225600 v1="+strings.Repeat("z", 64)+" v1="+t11), b1, tsScheme),
		ok("V12 one is short, one empty", stamped("t=1767225600 v1=ab v1= v1="+t11), b1, tsScheme),
		ok("V13 5 minutes old", stamped("t=1767225300 v1="+tm30), b1, tsScheme),
		ok("V13 5 minutes new", stamped("t=1767225900 v1="+tp30), b1, tsScheme),
		ok("V46 lower-case name", http.Header{"stateset-signature": {v01}}, b1, tsScheme),
		ok("V46 odd-case name", http.Header{"X-STATESET-signature": {r11}}, b1, rawScheme),
		ok("V46 blanks around, timestamped", stamped(" \t"+v01+" \t"), b1, tsScheme),
		ok("V46 blanks around, raw", raw(" \tsha256="+r11+" "), b1, rawScheme),
		ok("a header of 4 KiB", stamped(v01+strings.Repeat(" ", 4096-len(v01))), b1, tsScheme),
		ok("the last printable character", stamped(v01+" v2=~"), b1, tsScheme),
		ok("both headers", both(v01, r11), b1, tsScheme),
		ok("both headers, the raw one wrong", both(v01, r21), b1, tsScheme),
		ok("a name without lines", http.Header{"Stateset-Signature": {}, "X-Stateset-Signature": {r11}}, b1, rawScheme),
	})
}

func TestSignatureRefused(t *testing.T) {
	t.Parallel()
	const malformed, mismatch = "malformed webhook signature", "does not match"
	flipped := strings.Replace(b1, "1999", "1998", 1)
	reordered := strings.Replace(b1, `"id":"evt_1","object":"event"`, `"object":"event","id":"evt_1"`, 1)
	reserialised := strings.ReplaceAll(b1, `":`, `": `)
	mac, _ := hex.DecodeString(r11)
	vectors := []vector{
		bad("V07 without its newline", raw(r13), strings.TrimSpace(b3), webhook.ErrSignatureMismatch, mismatch),
		bad("V14 too old", stamped("t=1767225299 v1="+tm31), b1, webhook.ErrTimestampTooOld, "signed 5m1s ago, 5m0s are allowed"),
		bad("V14 too new", stamped("t=1767225901 v1="+tp31), b1, webhook.ErrTimestampTooNew, "signed 5m1s from now, 5m0s are allowed"),
		bad("V15 a year ahead", stamped("t=1798761600 v1="+digest(k1, "1798761600."+b1)), b1, webhook.ErrTimestampTooNew, "8760h"),
		bad("V15 two thousand years ahead", stamped("t=99999999999 v1="+digest(k1, "99999999999."+b1)), b1, webhook.ErrTimestampTooNew, ""),
		bad("V16 wrong secret, timestamped", stamped("t=1767225600 v1="+t21), b1, webhook.ErrSignatureMismatch, "1 signatures, 1 secrets"),
		bad("V16 wrong secret, raw", raw(r21), b1, webhook.ErrSignatureMismatch, mismatch),
		bad("V18 another time", stamped("t=1767225601 v1="+t11), b1, webhook.ErrSignatureMismatch, mismatch),
		bad("V20 milliseconds", stamped("t=1767225600000 v1="+t11), b1, webhook.ErrMalformedSignature, "looks like milliseconds"),
		bad("V21 overflow", stamped("t=99999999999999999999 v1="+t11), b1, webhook.ErrMalformedSignature, "more than 11 digits"),
		bad("V21 twelve digits", stamped("t=176722560000 v1="+t11), b1, webhook.ErrMalformedSignature, "more than 11 digits"),
		bad("V22 t twice", stamped("t=1767225600 t=1767225600 v1="+t11), b1, webhook.ErrMalformedSignature, "t twice"),
		bad("V22 two different t", stamped("t=1767225600 v1="+t11+" t=1767225601"), b1, webhook.ErrMalformedSignature, "t twice"),
		bad("V23 no t", stamped("v1="+t11), b1, webhook.ErrMalformedSignature, "it has no t"),
		bad("V23 no v1", stamped("t=1767225600"), b1, webhook.ErrMalformedSignature, "it has no v1"),
		bad("V23 only v0", stamped("t=1767225600 v0="+t11), b1, webhook.ErrMalformedSignature, "what it has is not known"),
		bad("V23 empty", stamped(""), b1, webhook.ErrMalformedSignature, "it is empty"),
		bad("V23 only separators", stamped(" , ,\t"), b1, webhook.ErrMalformedSignature, "it is empty"),
		bad("V23 raw empty", raw(""), b1, webhook.ErrMalformedSignature, "it is empty"),
		bad("V23 no header", nil, b1, webhook.ErrNoSignature, "Stateset-Signature or X-StateSet-Signature"),
		bad("V46 a name that only folds alike", http.Header{"\u017ftateset-Signature": {v01}}, b1, webhook.ErrNoSignature, ""),
		bad("V19 what follows nine", stamped("t=176722560: v1="+t11), b1, webhook.ErrMalformedSignature, `its t, "176722560:", is not a time in Unix seconds`),
		bad("V19 an empty t", stamped("t= v1="+t11), b1, webhook.ErrMalformedSignature, "its t is empty"),
		bad("V22 an empty t before one", stamped("t= t=1767225600 v1="+t11), b1, webhook.ErrMalformedSignature, "its t is empty"),
		bad("V23 no =, short", stamped("t=1767225600 abcdefghijklmnopqrstuvwx"), b1, webhook.ErrMalformedSignature, `: "abcdefghijklmnopqrstuvwx" is not of the form`),
		bad("V23 no =, long", stamped("t=1767225600 abcdefghijklmnopqrstuvwxy"), b1, webhook.ErrMalformedSignature, `: "abcdefghijklmnopqrstuvwx"… is not of the form`),
		bad("V23 no =", stamped("t=1767225600 v1 "+t11), b1, webhook.ErrMalformedSignature, "not of the form"),
		bad("V23 no name", stamped("t=1767225600 ="+t11), b1, webhook.ErrMalformedSignature, "not of the form"),
		bad("V24 key without its prefix", raw(rst), b1, webhook.ErrSignatureMismatch, mismatch),
		bad("V26 not hexadecimal", raw(strings.Repeat("z", 64)), b1, webhook.ErrMalformedSignature, "64 hexadecimal"),
		bad("V26 base64", raw(base64.StdEncoding.EncodeToString(mac)), b1, webhook.ErrMalformedSignature, "64 hexadecimal"),
		bad("V26 v1 not hexadecimal", stamped("t=1767225600 v1="+strings.Repeat("z", 64)), b1, webhook.ErrMalformedSignature, "no v1 has 64"),
		bad("V27 a long name", raw("sixteen-or-fewer=abc"), b1, webhook.ErrUnsupportedAlgorithm, "sixteen-or-fewer"),
		bad("V27 too long a name", raw("sixteen-and-more-=abc"), b1, webhook.ErrMalformedSignature, "64 hexadecimal"),
		bad("V27 sha1", raw("sha1="+r11[:40]), b1, webhook.ErrUnsupportedAlgorithm, `must be sha256, got "sha1"`),
		bad("V27 sha512", raw("sha512="+r11+r11), b1, webhook.ErrUnsupportedAlgorithm, "sha512"),
		bad("V27 SHA256", raw("SHA256="+r11), b1, webhook.ErrUnsupportedAlgorithm, "SHA256"),
		bad("V28 malformed beside raw", both("t=x v1="+t11, r11), b1, webhook.ErrMalformedSignature, malformed),
		bad("V28 mismatch beside raw", both("t=1767225600 v1="+t21, r11), b1, webhook.ErrSignatureMismatch, mismatch),
		bad("V29 stale beside raw", both("t=1767225299 v1="+tm31, r11), b1, webhook.ErrTimestampTooOld, ""),
		bad("V30 empty beside raw", both("", r11), b1, webhook.ErrMalformedSignature, malformed),
		bad("V32 timestamped passed off as raw", raw(t11), "1767225600."+b1, webhook.ErrBodyNotObject, "brace"),
		bad("V33 raw passed off as timestamped", stamped("t=1767225600 v1="+r11), b1, webhook.ErrSignatureMismatch, mismatch),
		bad("V34 good and bad", http.Header{"X-Stateset-Signature": {r11, r21}}, b1, webhook.ErrAmbiguousSignature, "X-StateSet-Signature"),
		bad("V34 bad and good", http.Header{"X-Stateset-Signature": {r21, r11}}, b1, webhook.ErrAmbiguousSignature, ""),
		bad("V34 timestamped twice", http.Header{"Stateset-Signature": {v01, v01}}, b1, webhook.ErrAmbiguousSignature, "Stateset-Signature"),
		bad("V34 twice in two cases", http.Header{"Stateset-Signature": {v01}, "stateset-signature": {v01}}, b1, webhook.ErrAmbiguousSignature, ""),
		bad("V35 eleven", stamped("t=1767225600"+strings.Repeat(" v1="+t11, 11)), b1, webhook.ErrTooManySignatures, "more than 10"),
		bad("V35 eleven that are empty", stamped(v01+strings.Repeat(" v1=", 11)), b1, webhook.ErrTooManySignatures, ""),
		bad("V35 ten thousand", stamped("t=1767225600"+strings.Repeat(" v1="+t11, 10_000)), b1, webhook.ErrMalformedSignature, "4096 are allowed"),
		bad("V35 a byte too long", stamped(v01+strings.Repeat(" ", 4097-len(v01))), b1, webhook.ErrMalformedSignature, "4096 are allowed"),
		bad("V35 64 KiB", stamped(v01+strings.Repeat(" ", 64<<10)), b1, webhook.ErrMalformedSignature, "4096 are allowed"),
		bad("V35 64 KiB, raw", raw(strings.Repeat("a", 64<<10)), b1, webhook.ErrMalformedSignature, "4096 are allowed"),
		bad("V36 empty body, raw", raw(r1e), "", webhook.ErrEmptyBody, "read before"),
		bad("V36 empty body, timestamped", stamped("t=1767225600 v1="+t1e), "", webhook.ErrEmptyBody, ""),
		bad("V47 NUL", stamped(v01+"\x00"), b1, webhook.ErrMalformedSignature, "is 0x00"),
		bad("V47 newline", stamped("t=1767225600\nv1="+t11), b1, webhook.ErrMalformedSignature, "is 0x0a"),
		bad("V47 beyond ASCII", stamped(v01+" v2=\u00e9"), b1, webhook.ErrMalformedSignature, "is 0xc3"),
		bad("V47 DEL", stamped(v01+" v2=\x7f"), b1, webhook.ErrMalformedSignature, "is 0x7f"),
		bad("V47 raw", raw("\x1b[31m"+r11), b1, webhook.ErrMalformedSignature, "is 0x1b"),
	}
	for name, body := range map[string]string{
		"a byte flipped": flipped, "key order": reordered, "serialised again": reserialised, "CRLF": b1 + "\r\n", "byte order mark": "\ufeff" + b1,
	} {
		vectors = append(vectors,
			bad("V17 "+name+", timestamped", stamped(v01), body, webhook.ErrSignatureMismatch, mismatch),
			bad("V17 "+name+", raw", raw(r11), body, webhook.ErrSignatureMismatch, mismatch))
	}
	for _, text := range []string{"+1767225600", "01767225600", " 1767225600", "1767225600.0", "0x69559b80", "-1", "", "1e9", "１７６７２２５６００", "0", "1_767_225_600"} {
		vectors = append(vectors, bad("V19 t="+text, stamped("t="+text+" v1="+t11), b1, webhook.ErrMalformedSignature, malformed))
	}
	for _, n := range []int{63, 62, 2, 0, 65, 128} {
		sum := (r11 + r11)[:n]
		vectors = append(vectors,
			bad("V25 raw cut", raw(sum), b1, webhook.ErrMalformedSignature, malformed),
			bad("V25 v1 cut", stamped("t=1767225600 v1="+sum), b1, webhook.ErrMalformedSignature, "no v1 has 64"))
	}
	run(t, verifier(t, []string{k1}), vectors)
}

// The error distinguishes a missing element from an element that does not match.
func TestSignatureSaysWhatIsMissing(t *testing.T) {
	t.Parallel()
	const malformed = "stateset: malformed webhook signature: Stateset-Signature: "
	for value, want := range map[string]string{
		"t=1767225600": "it has no v1", "t=1767225600 v0=" + t11: "it has no v1, and what it has is not known here", "v1=" + t11: "it has no t", " , ": "it is empty",
	} {
		_, err := verifier(t, []string{k1}).Verify([]byte(b1), stamped(value))
		require.EqualError(t, err, malformed+want)
	}
}

// A body is decoded after its sender is verified. An event that can be decoded in two
// ways is rejected.
func TestBodyRefused(t *testing.T) {
	t.Parallel()
	nested := `{"id":"e","type":"t","x":` + strings.Repeat("[", 10_000) + strings.Repeat("]", 10_000) + `}`
	var vectors []vector
	for _, tt := range []struct {
		id, body string
		want     error
		text     string
	}{
		{"V38 list", `[]`, webhook.ErrBodyNotObject, "brace"},
		{"V38 text", `"x"`, webhook.ErrBodyNotObject, "brace"},
		{"V38 null", `null`, webhook.ErrBodyNotObject, "brace"},
		{"V38 ten thousand lists", strings.Repeat("[", 10_000), webhook.ErrBodyNotObject, "brace"},
		{"V38 two objects", `{}{}`, webhook.ErrMalformedEvent, "unexpected character '{'"},
		{"V38 an event and more", b1 + b1, webhook.ErrMalformedEvent, "unexpected character '{'"},
		{"V38 id is a number", `{"id":1}`, webhook.ErrMalformedEvent, "id: unexpected number"},
		{"V38 not UTF-8", "{\"id\":\"e\",\"type\":\"t\",\"x\":\"\xff\"}", webhook.ErrMalformedEvent, "not UTF-8"},
		{"V38 nested", nested, webhook.ErrMalformedEvent, "deeper than 128"},
		{"V38 nested and not closed", nested[:5000], webhook.ErrMalformedEvent, "deeper than 128"},
		{"V38 twin", `{"id":"e","type":"a","TYPE":"b"}`, webhook.ErrMalformedEvent, `"type" in another case`},
		{"V38 twin that folds", `{"id":"e","type":"a","reque\u017ft":null}`, webhook.ErrMalformedEvent, `"request" in another case`},
		{"V38 twin alone", `{"ID":"e","type":"a"}`, webhook.ErrMalformedEvent, `"id" in another case`},
		{"V38 id twice", `{"id":"a","id":"b","type":"t"}`, webhook.ErrMalformedEvent, "id: appears twice"},
		{"V38 id twice, one escaped", `{"id":"a","\u0069d":"b","type":"t"}`, webhook.ErrMalformedEvent, "id: appears twice"},
		{"V38 type twice", `{"id":"a","type":"t","type":"t"}`, webhook.ErrMalformedEvent, "type: appears twice"},
		{"V38 object twice", `{"id":"a","type":"t","object":"event","object":"event"}`, webhook.ErrMalformedEvent, "object: appears twice"},
		{"V38 data twice", `{"id":"a","type":"t","data":{},"data":{}}`, webhook.ErrMalformedEvent, "data: appears twice"},
		{"V38 two objects of an event", `{"id":"a","type":"t","data":{"object":{"id":"1"},"object":{"id":"2"}}}`, webhook.ErrMalformedEvent, "object: appears twice"},
		{"V38 id of the object twice", `{"id":"a","type":"t","data":{"object":{"id":"1","amount":{},"id":"2"}}}`, webhook.ErrMalformedEvent, "id: appears twice"},
		{"V38 id of the object twice, one escaped", `{"id":"a","type":"t","data":{"object":{"id":"1","i\u0064":"2"}}}`, webhook.ErrMalformedEvent, "id: appears twice"},
		{"V38 twice deep in a list", `{"id":"a","type":"t","data":{"object":{"items":[{"n":1},{"n":1,"p":{"v":1,"v":1}}]}}}`, webhook.ErrMalformedEvent, "v: appears twice"},
		{"V38 key of the request twice", `{"id":"a","type":"t","request":{"id":"1","id":"2"}}`, webhook.ErrMalformedEvent, "id: appears twice"},
		{"V38 flat id twice", `{"id":"a","type":"t","data":{"payment_id":"1","payment_id":"2"}}`, webhook.ErrMalformedEvent, "payment_id: appears twice"},
		{"V38 unknown member twice", `{"id":"a","type":"t","x":1,"x":1}`, webhook.ErrMalformedEvent, "x: appears twice"},
		{"V38 unknown member of data twice", `{"id":"a","type":"t","data":{"\u00e9":1,"é":1}}`, webhook.ErrMalformedEvent, `data.\u00e9: appears twice`},
		{"V38 twin of the object", `{"id":"a","type":"t","data":{"object":{"id":"1"},"Object":{"id":"2"}}}`, webhook.ErrMalformedEvent, `"object" in another case`},
		{"V38 data is a list", `{"id":"a","type":"t","data":[]}`, webhook.ErrMalformedEvent, "data: unexpected array"},
		{"V38 cut", b1[:len(b1)-1], webhook.ErrMalformedEvent, "unexpected end"},
		{"V39 empty", `{}`, webhook.ErrMalformedEvent, "event has no id"},
		{"V39 no id", `{"type":"payment.succeeded"}`, webhook.ErrMalformedEvent, "event has no id"},
		{"V39 id null", `{"id":null,"type":"payment.succeeded"}`, webhook.ErrMalformedEvent, "event has no id"},
		{"V39 no type", `{"id":"evt_1"}`, webhook.ErrMalformedEvent, "event has no type"},
		{"V39 type is a number", `{"id":"evt_1","type":1}`, webhook.ErrMalformedEvent, "type: unexpected number"},
		{"V39 no data", `{"id":"evt_1","type":"t"}`, webhook.ErrMalformedEvent, "event has no data"},
		{"V39 data null", `{"id":"evt_1","type":"t","data":null}`, webhook.ErrMalformedEvent, "event has no data"},
		{"V39 data is text", `{"id":"evt_1","type":"t","data":"x"}`, webhook.ErrMalformedEvent, "data: unexpected string"},
		{"id with NUL", `{"id":"evt_\u0000","type":"t","data":{}}`, webhook.ErrMalformedEvent, "its id has a control character"},
		{"id with a line break", `{"id":"evt_1\n","type":"t","data":{}}`, webhook.ErrMalformedEvent, "its id has a control character"},
		{"id with half a surrogate pair", `{"id":"evt_\ud800","type":"t","data":{}}`, webhook.ErrMalformedEvent, "its id is not valid Unicode"},
		{"id of 256 bytes", `{"id":"` + strings.Repeat("é", 128) + `","type":"t","data":{}}`, webhook.ErrMalformedEvent, "its id has 256 bytes, and 255 are allowed"},
		{"V07 signed as it stands, and no event", b3, webhook.ErrMalformedEvent, "event has no type"},
		{"another object", `{"id":"pay_1","type":"t","data":{},"object":"payment"}`, webhook.ErrMalformedEvent, `another than "event"`},
		{"V44 four days old", `{"id":"a","type":"t","data":{},"timestamp":"2025-12-28T00:00:00Z"}`, nil, ""},
	} {
		header := webhook.SchemeRaw.Sign([]byte(tt.body), time.Unix(t0, 0), k1)
		if tt.want == nil { // the time of the other header is not signed
			header.Set("X-StateSet-Timestamp", "2026-01-01T00:00:00Z")
			vectors = append(vectors, bad(tt.id, header, tt.body, webhook.ErrEventTooOld, "96h"))
			continue
		}
		vectors = append(vectors, bad(tt.id+", raw", header, tt.body, tt.want, tt.text))
		header = webhook.SchemeTimestamped.Sign([]byte(tt.body), time.Unix(t0, 0), k1)
		vectors = append(vectors, bad(tt.id+", timestamped", header, tt.body, tt.want, tt.text))
	}
	run(t, verifier(t, []string{k1}), vectors)
}
