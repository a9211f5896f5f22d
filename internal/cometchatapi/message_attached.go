package cometchatapi

import (
	"slices"
	"strings"

	"github.com/chatdouble/mockserver/internal/store"
)

// attachmentKinds are the values of attachmentTypes (page "List messages"), the last for all else.
var attachmentKinds = []string{"image", "video", "audio", "file"}

// hasAttachments reports whether a message has files: in a list, or one alone.
func hasAttachments(m *store.Message) bool {
	return holdsSome(topLevel(m.Data.Own(), "attachments")) || holdsSome(topLevel(m.Data.Own(), "url"))
}

// hasAttachmentOf reports whether a message has a file of one of some kinds: each is of the kind of its mimeType, and,
// where it has none, of that of the message.
func hasAttachmentOf(m *store.Message, kinds []string) bool {
	if list := topLevel(m.Data.Own(), "attachments"); holdsSome(list) {
		files, _ := parseJSON([]byte(list)).([]any)
		return slices.ContainsFunc(files, func(file any) bool {
			members, _ := file.(object)
			mimeType, _ := members.get("mimeType").(string)
			kind, _, _ := strings.Cut(strings.ToLower(mimeType), "/")
			return slices.Contains(kinds, attachmentKind(m, kind))
		})
	}
	return holdsSome(topLevel(m.Data.Own(), "url")) && slices.Contains(kinds, attachmentKind(m, ""))
}

func attachmentKind(m *store.Message, kind string) string {
	if kind == "" {
		kind = m.Type
	}
	if !slices.Contains(attachmentKinds, kind) {
		return "file"
	}
	return kind
}
