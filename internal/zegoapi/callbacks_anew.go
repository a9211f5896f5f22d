package zegoapi

import (
	"bytes"
	"encoding/json"
	"strconv"

	"github.com/chatdouble/mockserver/internal/gateway"
)

// signAnew is the body of a callback with another nonce, the time of now and the signature of both. All else stays byte
// for byte.
func signAnew(app *gateway.App, e *gateway.Event, number uint64) []byte {
	anew := callbackOf(app, e.To, e.Name, number, app.Clock.Now())
	replaced := map[string]string{
		"nonce":     strconv.Quote(strconv.FormatUint(anew.Nonce, 10)),
		"signature": strconv.Quote(anew.Signature),
		"timestamp": strconv.FormatInt(anew.Timestamp, 10),
	}
	var out []byte
	copied := 0
	d := json.NewDecoder(bytes.NewReader(e.Body))
	_, _ = d.Token() // the brace: the body is one of ours
	for d.More() {
		name, _ := d.Token()
		var value json.RawMessage
		_ = d.Decode(&value)
		end := int(d.InputOffset())
		if text, ok := replaced[name.(string)]; ok {
			out = append(append(out, e.Body[copied:end-len(value)]...), text...)
			copied = end
		}
	}
	return append(out, e.Body[copied:]...)
}
