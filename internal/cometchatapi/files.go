package cometchatapi

import (
	"encoding/json"
	"reflect"
	"strconv"
	"strings"
	"time"

	"github.com/chatdouble/mockserver/internal/gateway"
	"github.com/chatdouble/mockserver/internal/shape"
	"github.com/chatdouble/mockserver/internal/store"
)

var fileOperations = []declaration{getUploadURL}

// uploadTime is for how long a form for an upload may be used.
const uploadTime = 15 * time.Minute

// mostUploads is how many files one call may ask for (file.count.max of the SDK's settings).
const mostUploads = 10

type filesToUpload struct {
	Files           json.RawMessage `json:"files" rule:"required" check:"uploads"` // objects by an id of the client's
	Receiver        string          `json:"receiver" rule:"noeffect"`
	ReceiverType    string          `json:"receiverType" rule:"noeffect"`
	ParentMessageID string          `json:"parentMessageId" rule:"noeffect"`
}

// getUploadURL is the SDK's way of sending a file before the message that names it.
var getUploadURL = op[filesToUpload, object]{
	Name: "GetUploadURL", Route: "POST /files/upload-url", Page: sdk, EndUsers: true,
	Run: func(tx *store.Tx, who caller, q filesToUpload) (all object, _ error) {
		asked, _ := parseJSON(q.Files).(object)
		for _, one := range asked {
			about, _ := one.Value.(object)
			name, _ := about.get("name").(string)
			kind, _ := about.get("mimeType").(string)
			size, _ := about.get("size").(json.Number)
			bytes, _ := strconv.Atoi(size.String())
			file := store.File{ID: who.hexDigits("upload " + one.Name)[:40], Name: fileName(name), Type: fileType(kind), Until: thisSecond(tx).Add(uploadTime)}
			tx.AddFile(file)
			all = append(all, member{one.Name, uploadOf(&file, bytes, who.fileURL(&file))})
		}
		return all, nil
	},
	Show: func(dst []byte, all object) []byte {
		return append(appendJSON(append(dst, `{"data":`...), all), '}')
	},
	Codes: codes{gateway.Assumed: {errBadRequest}},
	Notes: notes{
		documented("files by ids of the client's, each with name, mimeType and size; for each the request that uploads it, and the attachment for the message"),
		documented("the upload is a multipart form with the members of body and file; 2xx when it is done, <Code> and <Message> in XML when not"),
		assumed("a form may be used once, within 15 minutes (403 ExpiredToken); then the address of the attachment serves the file"),
		assumed("at most 10 files; what a file is called, and its size, are believed; expiresAt in seconds"),
	},
}

// uploadOf is how a file is uploaded, and what a message says of it.
func uploadOf(f *store.File, size int, url string) object {
	return object{
		{"request", object{{"method", "POST"}, {"url", url}, {"body", object{{"key", f.ID}}}}},
		{"attachment", attachmentOf(f, size, url)},
		{"expiresAt", json.Number(strconv.FormatInt(f.Until.Unix(), 10))},
	}
}

// readUploads reads the files that are to be uploaded, each of which must have a name.
func readUploads(f *form, m *shape.Field, into reflect.Value) {
	raw := f.object(m)
	if raw == nil {
		return
	}
	asked, ok := parseJSON(raw).(object)
	switch {
	case !ok && string(raw) != "[]":
		f.fail(m.Name, "The %s must be an array.", m.Name)
		return
	case len(asked) == 0:
		f.fail(m.Name, "The %s field is required.", m.Name)
		return
	case len(asked) > mostUploads:
		f.fail(m.Name, "The %s may not have more than %d items.", m.Name, mostUploads)
		return
	}
	for _, one := range asked {
		about, _ := one.Value.(object)
		if name, _ := about.get("name").(string); strings.TrimSpace(name) == "" {
			f.fail(m.Name+"."+one.Name+".name", "The %s.%s.name field is required.", m.Name, one.Name)
		}
	}
	into.SetBytes(raw)
}
