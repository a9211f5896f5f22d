package zegoapi

import (
	"encoding/json"
	"strings"

	"github.com/chatdouble/mockserver/internal/jsontext"
	"github.com/chatdouble/mockserver/internal/store"
	"github.com/chatdouble/mockserver/internal/wire"
)

// media is what the Message of an image, a file, an audio or a video is (page "MessageBody introduction").
type media struct {
	URL           string
	FileName      string
	Size          json.Number
	MediaDuration json.Number
	Origin        picture
	LargeImage    picture
	Thumbnail     picture
}

type picture struct {
	URL           string
	Width, Height json.Number
}

// shownFile is the same in lists and callbacks.
type shownFile struct {
	MD5      string `json:"md5"`
	Name     string `json:"file_name"`
	Size     string `json:"file_size"`
	URL      string `json:"download_url"`
	Duration string `json:"media_duration"`
}

type shownImage struct {
	shownFile
	OriginWidth     int64  `json:"origin_image_width"`
	OriginHeight    int64  `json:"origin_image_height"`
	LargeURL        string `json:"large_image_download_url"`
	LargeWidth      int64  `json:"large_image_width"`
	LargeHeight     int64  `json:"large_image_height"`
	ThumbnailURL    string `json:"thumbnail_download_url"`
	ThumbnailWidth  int64  `json:"thumbnail_width"`
	ThumbnailHeight int64  `json:"thumbnail_height"`
}

type shownVideo struct {
	shownFile
	FrameURL    string `json:"video_first_frame_download_url"`
	FrameWidth  int64  `json:"video_first_frame_width"`
	FrameHeight int64  `json:"video_first_frame_height"`
}

// shownItems is a message of several parts.
type shownItems struct {
	Items []shownItem `json:"multi_msg"`
}

type shownItem struct {
	Type    int64           `json:"msg_type"`
	SubType *int64          `json:"sub_msg_type,omitempty"` // of a custom part
	Content json.RawMessage `json:"callback_content"`
}

var (
	shownFiles  = wire.For[shownFile](wire.Plain)
	shownImages = wire.For[shownImage](wire.Plain)
	shownVideos = wire.For[shownVideo](wire.Plain)
	shownMulti  = wire.For[shownItems](wire.Plain)
)

// shownBody is the MsgBody of a message in lists, and the msg_body in the callbacks of messages of app users: the text of
// a text and of a custom message, else URL-encoded JSON. What is no such JSON is only encoded.
func shownBody(m *store.Message) string {
	kind := kindOf(m)
	if kind == typeCombined {
		return encodeComponent([]byte(m.Text))
	}
	if kind < typeMultiItem || kind > typeVideo {
		return m.Text
	}
	if kind == typeMultiItem {
		if body, ok := itemsBody(m.Text); ok {
			return encodeComponent(body)
		}
	} else if body, ok := mediaBody(kind, m.Text); ok {
		return encodeComponent(body)
	}
	return encodeComponent([]byte(m.Text))
}

// mediaBody converts the text of one of the types 11 to 14.
func mediaBody(kind int64, text string) (body []byte, ok bool) {
	var m media
	if json.Unmarshal([]byte(text), &m) != nil {
		return nil, false
	}
	file := shownFile{Name: m.FileName, Size: m.Size.String(), URL: m.URL, Duration: m.MediaDuration.String()}
	switch kind {
	case typeImage:
		file.URL = m.Origin.URL
		return shownImages.Append(nil, &shownImage{
			file, pixels(m.Origin.Width), pixels(m.Origin.Height),
			m.LargeImage.URL, pixels(m.LargeImage.Width), pixels(m.LargeImage.Height),
			m.Thumbnail.URL, pixels(m.Thumbnail.Width), pixels(m.Thumbnail.Height),
		}), true
	case typeVideo:
		return shownVideos.Append(nil, &shownVideo{file, m.Thumbnail.URL, pixels(m.Thumbnail.Width), pixels(m.Thumbnail.Height)}), true
	}
	return shownFiles.Append(nil, &file), true
}

func pixels(n json.Number) int64 {
	pixels, _ := n.Int64()
	return pixels
}

// itemsBody converts the text of a message of several parts.
func itemsBody(text string) (body []byte, ok bool) {
	var given struct {
		MultiMsg []struct {
			MsgType    int64
			SubMsgType int64
			Msg        string
		}
	}
	if json.Unmarshal([]byte(text), &given) != nil || given.MultiMsg == nil {
		return nil, false
	}
	var items shownItems
	for i := range given.MultiMsg {
		part := &given.MultiMsg[i]
		item := shownItem{Type: part.MsgType}
		if part.MsgType == typeCustom {
			item.SubType = &part.SubMsgType
		}
		if item.Content, ok = mediaBody(part.MsgType, part.Msg); !ok || part.MsgType <= typeMultiItem || part.MsgType > typeVideo {
			item.Content = jsontext.AppendString(nil, part.Msg)
		}
		items.Items = append(items.Items, item)
	}
	return shownMulti.Append(nil, &items), true
}

// encodeComponent encodes a text as encodeURIComponent of a browser does.
func encodeComponent(text []byte) string {
	const hex = "0123456789ABCDEF"
	var b strings.Builder
	b.Grow(len(text) * 2)
	for _, c := range text {
		if unescaped[c] {
			b.WriteByte(c)
		} else {
			b.WriteByte('%')
			b.WriteByte(hex[c>>4])
			b.WriteByte(hex[c&15])
		}
	}
	return b.String()
}

var unescaped = func() (plain [256]bool) {
	for _, c := range []byte("0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ-_.!~*'()") {
		plain[c] = true
	}
	return plain
}()

// recallBody is the MsgBody that QueryMessagesByMsgSeq gives of a message that was taken back.
type recallBody struct {
	UserID  string `json:"user_id"`
	Time    int64  `json:"revoke_time"`
	Type    int64  `json:"msg_type"`
	Payload string `json:"payload"`
	Status  int64  `json:"msg_status"`
}

var recallBodies = wire.For[recallBody](wire.Plain)

// recalledByServer is the msg_status of a message that the server API has taken back.
const recalledByServer = 12

func shownRecall(m *store.Message) string {
	r := m.More.Recalled
	return encodeComponent(recallBodies.Append(nil, &recallBody{r.By, r.At.UnixMilli(), kindOf(m), r.Payload, recalledByServer}))
}
