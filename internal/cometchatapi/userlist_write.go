package cometchatapi

import (
	"strconv"
)

func (p *listPage) appendTo(dst []byte) []byte {
	dst = append(dst, `{"data":[`...)
	count := 0
	for row := range p.Rows {
		if count == p.Page.Size {
			break
		}
		if count > 0 {
			dst = append(dst, ',')
		}
		dst = appendUser(dst, row, p.View)
		count++
	}
	dst = append(dst, "],"...)
	if p.View.me != "" {
		dst = appendRelationMeta(dst, p.Page, count, p.Newest)
	} else {
		dst = p.appendMeta(dst, count)
	}
	return append(dst, '}')
}

// appendMeta appends the meta of a list that the vendor counts (recca0120/comet-chat, fixture
// user/list_users). An empty list has one page (assumed).
func (p *listPage) appendMeta(dst []byte, count int) []byte {
	pages := max(1, (p.Total+p.Page.Size-1)/p.Page.Size)
	for _, member := range []struct {
		name  string
		value int
	}{
		{`"meta":{"pagination":{"total":`, p.Total},
		{`,"count":`, count},
		{`,"per_page":`, p.Page.Size},
		{`,"current_page":`, p.Page.Number},
		{`,"total_pages":`, pages},
	} {
		dst = append(dst, member.name...)
		dst = strconv.AppendInt(dst, int64(member.value), 10)
	}
	dst = append(dst, '}')
	if count > 0 {
		dst = append(dst, `,"cursor":{"updatedAt":`...)
		dst = strconv.AppendInt(dst, p.Newest.Unix(), 10)
		dst = append(dst, `,"affix":"prepend"}`...)
	}
	return append(dst, '}')
}
