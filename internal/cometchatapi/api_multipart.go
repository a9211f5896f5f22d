package cometchatapi

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"mime"
	"mime/multipart"
	"strings"

	"github.com/chatdouble/mockserver/internal/gateway"
)

// multipartForm is the media type of a form of several parts, in which the SDK sends media messages.
const multipartForm = "multipart/form-data"

// Bounds of such a form: as many parts as PHP takes variables (max_input_vars) and files (max_file_uploads), and so much
// of headers in each of them.
const (
	mostParts       = 1000 + 20
	mostPartHeaders = 8 << 10
)

// sentFile is a part of a form with a name of a file. It belongs to the call.
type sentFile struct {
	Field string // the name of the part
	Name  string
	Type  string
	Bytes []byte
}

// boundaryOf is what stands between the parts of a body, empty when its Content-Type does not say.
func boundaryOf(c *gateway.Call) string {
	_, parameters, _ := mime.ParseMediaType(header(c, "Content-Type"))
	return parameters["boundary"]
}

// decodeMultipart reads a form of several parts: the members are as those of a form of one piece. Of one that is broken
// anywhere nothing counts, as of JSON.
func decodeMultipart(body []byte, boundary string) (map[string]json.RawMessage, []sentFile, error) {
	switch {
	case boundary == "":
		return nil, nil, errors.New("its Content-Type names no boundary; leave that header to the client's library")
	case !bytes.Contains(body, []byte("--"+boundary)):
		return nil, nil, fmt.Errorf("the boundary %.70q does not stand in it", boundary)
	}
	var all formPart
	var files []sentFile
	parts := multipart.NewReader(bytes.NewReader(body), boundary)
	for n := 1; ; n++ {
		part, err := parts.NextRawPart()
		switch {
		case err == io.EOF: // as it is: wrapped it says that the last boundary is missing
			return all.members(), files, nil
		case err != nil:
			return nil, nil, fmt.Errorf("part %d: %w", n, err)
		case n > mostParts:
			return nil, nil, fmt.Errorf("it has more than %d parts", mostParts)
		}
		one, isFile, err := readPart(part)
		if err != nil {
			return nil, nil, fmt.Errorf("part %d: %w", n, err)
		}
		if isFile {
			files = append(files, one)
		} else {
			all.put(one.Field, string(one.Bytes))
		}
	}
}

func readPart(part *multipart.Part) (one sentFile, isFile bool, err error) {
	size := 0
	for name, values := range part.Header {
		for _, value := range values {
			size += len(name) + len(value)
		}
	}
	if size > mostPartHeaders {
		return one, false, fmt.Errorf("its headers are larger than %d bytes", mostPartHeaders)
	}
	kind, parameters, err := mime.ParseMediaType(part.Header.Get("Content-Disposition"))
	if err != nil || kind != "form-data" || parameters["name"] == "" {
		return one, false, errors.New("its Content-Disposition is not form-data with a name")
	}
	one.Field = parameters["name"]
	if one.Bytes, err = io.ReadAll(part); err != nil {
		return one, false, err
	}
	if one.Name, isFile = parameters["filename"]; isFile {
		one.Name = fileName(one.Name)
		one.Type = fileType(part.Header.Get("Content-Type"))
	}
	return one, isFile, nil
}

// fileName is the last part of a path, as some clients send them.
func fileName(sent string) string {
	name := strings.ToValidUTF8(sent[strings.LastIndexAny(sent, `/\`)+1:], "\uFFFD")
	if strings.Trim(name, ". ") == "" {
		return "file"
	}
	return name
}

// fileType is the media type that a client gives a file, as it may stand in a header.
func fileType(sent string) string {
	if kind, parameters, err := mime.ParseMediaType(sent); err == nil {
		if clean := mime.FormatMediaType(kind, parameters); clean != "" {
			return clean
		}
	}
	return "application/octet-stream"
}
