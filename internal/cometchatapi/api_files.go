package cometchatapi

import (
	"bytes"
	"cmp"
	"encoding/json"
	"path"
	"strconv"
	"strings"

	"github.com/chatdouble/mockserver/internal/gateway"
	"github.com/chatdouble/mockserver/internal/shape"
	"github.com/chatdouble/mockserver/internal/store"
)

// isTaken reports whether a part has one of the names of a message's files: files[] as the SDK writes it, file as people
// do.
func (f *sentFile) isTaken() bool {
	base, _, _ := strings.Cut(f.Field, "[")
	return base == "files" || base == "file"
}

// captionPart is the text that the SDK sends beside files, for data.text.
const captionPart = "caption"

// readWithFiles is a [formReader] of operations that take files.
func readWithFiles[In any](s *shape.Struct, c *gateway.Call, who *caller) (q In, found faulty, kept []store.File, err error) {
	f := readForm(c)
	if kept, err = f.attach(who); err == nil {
		f.read(s, &q)
	}
	return q, faulty{f.wrong, f.refused}, kept, err
}

// attach says in data of the files that came with a body, as if it had named them by reference: attachments, and url, which is that
// of the first. What it returns is to be kept when the call goes well, at those addresses.
func (f *form) attach(who *caller) (kept []store.File, err error) {
	if !f.parts {
		return nil, nil
	}
	data, readable := f.dataObject()
	var attachments []any
	for i := range f.files {
		sent := &f.files[i]
		if !sent.isTaken() {
			continue
		}
		if len(sent.Bytes) > store.MostFileBytes {
			return nil, errTooLarge.because("%.60q has %d bytes; an app keeps %d of files", sent.Name, len(sent.Bytes), store.MostFileBytes)
		}
		file := store.File{ID: who.hexDigits("file " + strconv.Itoa(i))[:40], Name: sent.Name, Type: sent.Type, Bytes: bytes.Clone(sent.Bytes)}
		kept = append(kept, file)
		attachments = append(attachments, attachmentOf(&file, len(file.Bytes), who.fileURL(&file)))
	}
	caption := f.caption()
	if !readable || len(attachments) == 0 && caption == "" {
		return kept, nil
	}
	if len(attachments) > 0 {
		first := attachments[0].(object).get("url")
		if url, _ := data.get("url").(string); url == "" {
			data = data.with("url", first)
		}
		data = data.with("attachments", attachments)
	}
	if text, _ := data.get("text").(string); text == "" && caption != "" {
		data = data.with("text", caption)
	}
	if f.members == nil {
		f.members = make(map[string]json.RawMessage)
	}
	f.members["data"] = appendJSON(nil, data)
	return kept, nil
}

// fileURL is where a file is served.
func (who *caller) fileURL(f *store.File) string {
	return (&gateway.FilePlace{TLS: who.TLS, Host: who.Host, Vendor: Vendor, App: who.App}).URL(f.ID, f.Name)
}

// attachmentOf says of a file what the page "Messages" says of attachments, in its order.
func attachmentOf(f *store.File, size int, url string) object {
	return object{
		{"url", url},
		{"name", f.Name},
		{"mimeType", f.Type},
		{"extension", strings.TrimPrefix(path.Ext(f.Name), ".")},
		{"size", json.Number(strconv.Itoa(size))},
	}
}

// dataObject is data as it came, as an object or a text that holds one; not readable when it is something else.
func (f *form) dataObject() (data object, readable bool) {
	raw := f.members["data"]
	var text string
	if json.Unmarshal(raw, &text) == nil {
		raw = []byte(cmp.Or(strings.TrimSpace(text), "{}"))
	}
	if !json.Valid(raw) {
		return nil, len(raw) == 0
	}
	switch value := parseJSON(raw).(type) {
	case object:
		return value, true
	case []any:
		return nil, len(value) == 0 // PHP's empty array
	}
	return nil, string(raw) == "null"
}

func (f *form) caption() (text string) {
	_ = json.Unmarshal(f.members[captionPart], &text) // anything but a text is none
	return text
}

// with is the object with another value of a member, at its place or at the end.
func (o object) with(name string, value any) object {
	for i := range o {
		if o[i].Name == name {
			o[i].Value = value
			return o
		}
	}
	return append(o, member{name, value})
}
