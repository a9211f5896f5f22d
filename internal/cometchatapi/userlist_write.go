package cometchatapi

func showUsers(dst []byte, p listPage) []byte {
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
	shown := p.Page.around(count)
	if p.View.me == "" { // the vendor counts this list (recca0120/comet-chat, fixture user/list_users)
		shown = p.Page.counting(p.Total, count)
	}
	return shown.appendTo(dst, p.Newest)
}
