package cometchatapi_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"slices"
)

// codeOf checks that a body is a reply in the vendor's shape, {"data","meta"} or the envelope of
// errors, with exactly the members it may have, in their order. It returns the error's code, empty for
// a good reply.
func codeOf(status int, body []byte) (code string, err error) {
	top, values, err := members(body)
	if err != nil {
		return "", err
	}
	if status == 200 {
		if !slices.Equal(top, []string{"data", "meta"}) {
			return "", fmt.Errorf("a good reply has the members %q", top)
		}
		if !bytes.HasPrefix(values["data"], []byte("[")) {
			return "", fmt.Errorf("data is no list: %.50s", values["data"])
		}
		return "", nil
	}
	if !slices.Equal(top, []string{"error"}) {
		return "", fmt.Errorf("an error reply has the members %q", top)
	}
	inner, values, err := members(values["error"])
	if err != nil {
		return "", err
	}
	without := slices.DeleteFunc(slices.Clone(inner), func(name string) bool { return name == "details" })
	if !slices.Equal(without, []string{"message", "devMessage", "source", "code"}) || len(inner) == 5 && inner[3] != "details" {
		return "", fmt.Errorf("error has the members %q", inner)
	}
	texts := map[string]string{}
	for _, name := range without {
		var text string
		if err := json.Unmarshal(values[name], &text); err != nil {
			return "", fmt.Errorf("error.%s: %w", name, err)
		}
		texts[name] = text
	}
	if texts["source"] != "chat-api" || texts["message"] == "" || texts["devMessage"] == "" {
		return "", fmt.Errorf("error has source %q, message %q, devMessage %q", texts["source"], texts["message"], texts["devMessage"])
	}
	if details := values["details"]; details != nil {
		var fields map[string][]string
		if err := json.Unmarshal(details, &fields); err != nil || len(fields) == 0 {
			return "", fmt.Errorf("details are %s: %v", details, err)
		}
	}
	return texts["code"], nil
}

// members returns the members of a compact JSON object in their order. A member that stands twice
// is an error, and so is anything behind the object.
func members(object []byte) (names []string, values map[string]json.RawMessage, err error) {
	var compact bytes.Buffer
	if err := json.Compact(&compact, object); err != nil {
		return nil, nil, fmt.Errorf("not JSON: %w", err)
	}
	if compact.Len() != len(object) {
		return nil, nil, fmt.Errorf("not compact: %.100s", object)
	}
	d := json.NewDecoder(bytes.NewReader(object))
	if open, err := d.Token(); err != nil || open != json.Delim('{') {
		return nil, nil, fmt.Errorf("not an object: %.100s", object)
	}
	values = map[string]json.RawMessage{}
	for d.More() {
		name, err := d.Token()
		if err != nil {
			return nil, nil, err
		}
		var value json.RawMessage
		if err := d.Decode(&value); err != nil {
			return nil, nil, err
		}
		if values[name.(string)] != nil {
			return nil, nil, fmt.Errorf("member %q stands twice", name)
		}
		names = append(names, name.(string))
		values[name.(string)] = value
	}
	return names, values, nil
}
