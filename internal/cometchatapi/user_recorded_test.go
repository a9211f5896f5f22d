package cometchatapi_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/chatdouble/mockserver/chatdouble"
	"github.com/chatdouble/mockserver/internal/golden"
)

// Recorded: fixtures user/create_user, create_user_fail, get_user, update_user, delete_user and
// delete_user_fail with the requests that they record. The recorded token's 30 digits stand in the
// place of this server's.
func TestRecordedUser(t *testing.T) {
	t.Parallel()
	const body = `{"uid":"user_000","name":"test","avatar":"https:\/\/via.placeholder.com\/640x480.png\/001122?text=accusamus",` +
		`"link":"https:\/\/ankunding.com\/commodi-debitis-sed-laboriosam-aliquid-voluptatum-enim-doloremque","withAuthToken":true}`
	srv := chatdouble.Start(t, app("", ""))
	clock := clockOf(t, srv)
	clock.Freeze(time.Unix(1694667681, 999e6))
	r := act(srv, "POST /v3/users", body)
	if r.Status != 200 || !digits.MatchString(r.Body) {
		t.Fatalf("status %d: %s", r.Status, r.Body)
	}
	golden.Bytes(t, "CreateUser/recorded.json", digits.ReplaceAll([]byte(r.Body), []byte("${1}47ce45a79418c20c57234ba9694e2f")))
	if got := rates(r); got != "10000/9999 100000/99999" {
		t.Errorf("limits of the first CreateUser: %s", got)
	}

	r = act(srv, "POST /v3/users", body)
	if r.Status != 400 || rates(r) != "10000/9998 100000/99998" {
		t.Errorf("status %d, limits %s", r.Status, rates(r))
	}
	golden.Bytes(t, "CreateUser/recorded-duplicate.json", []byte(r.Body))

	clock.Freeze(time.Unix(1694667756, 0))
	r = act(srv, "PUT /v3/users/user_000", `{"uid":"user_000","name":"test","link":"https:\/\/foo.bar","unset":["avatar"]}`)
	if r.Status != 200 || rates(r) != "20000/19999 100000/99999" {
		t.Errorf("status %d, limits %s", r.Status, rates(r))
	}
	golden.Bytes(t, "UpdateUser/recorded.json", []byte(r.Body))
	r = act(srv, "GET /v3/users/user_000", "[]")
	if r.Status != 200 || rates(r) != "20000/19998 100000/99998" {
		t.Errorf("status %d, limits %s", r.Status, rates(r))
	}
	golden.Bytes(t, "GetUser/recorded.json", []byte(r.Body))

	r = act(srv, "DELETE /v3/users/user_000", `{"permanent":true}`)
	if r.Status != 200 || rates(r) != "10000/9999 100000/99997" {
		t.Errorf("status %d, limits %s", r.Status, rates(r))
	}
	golden.Bytes(t, "DeleteUser/recorded.json", []byte(r.Body))
	r = act(srv, "DELETE /v3/users/user_000", `{"permanent":true}`)
	if r.Status != 404 || rates(r) != "10000/9998 100000/99996" {
		t.Errorf("status %d, limits %s", r.Status, rates(r))
	}
	golden.Bytes(t, "DeleteUser/recorded-unknown.json", []byte(r.Body))
}

// Recorded: fixture error_badRequest_400 of xdimedrolx/cometchat-php-sdk.
func TestRecordedValidation(t *testing.T) {
	t.Parallel()
	srv := chatdouble.Start(t, app("", ""))
	for _, body := range []string{"", "{}", "[]", "null", "{", `{"uid":"","name":" "}`, `{"uid":null}`, `"uid"`, `{"uid":"a"} {}`} {
		r := act(srv, "POST /v3/users", body)
		if r.Status != 400 {
			t.Errorf("%s: status %d", body, r.Status)
		}
		golden.Bytes(t, "CreateUser/recorded-validation.json", []byte(r.Body))
	}
	if people, _ := column(t, get(srv, "/v3/users").Body, "uid"); len(people) != 0 {
		t.Errorf("refused bodies made %q", people)
	}
}

// Recorded: fixture user/list_users, page 5 of 5; cursor.updatedAt is the newest of all 25. Made
// through the API, so app_system neither stands in the list nor counts.
func TestRecordedUserList(t *testing.T) {
	t.Parallel()
	srv := chatdouble.Start(t, app("", ""))
	clock := clockOf(t, srv)
	for n := range 25 {
		second := 1694667958 + n
		if n == 24 {
			second = 1694667984
		}
		clock.Freeze(time.Unix(int64(second), 0))
		wantCode(t, act(srv, "POST /v3/users", fmt.Sprintf(`{"uid":"user_%03d","name":"user_%03[1]d"}`, n)), 200, "")
	}
	for _, target := range []string{
		"/v3/users?perPage=5&page=5", "/v3.0/users?per_page=5&page=5", "/v3/users?perPage=5&page=5&count=true&unknown=1&withTags=1",
	} {
		golden.Bytes(t, "ListUsers/recorded-page-5.json", []byte(get(srv, target).Body))
	}
	var uids []string
	for number := 1; number <= 6; number++ {
		r := get(srv, fmt.Sprintf("/v3/users?perPage=5&page=%d", number))
		rows, total := column(t, r.Body, "uid")
		uids = append(uids, rows...)
		want := fmt.Sprintf(`"meta":{"pagination":{"total":25,"count":%d,"per_page":5,"current_page":%d,"total_pages":5}`, len(rows), number)
		if number < 6 {
			want += `,"cursor":{"updatedAt":1694667984,"affix":"prepend"}`
		}
		if total != 25 || !strings.HasSuffix(r.Body, want+"}}") {
			t.Errorf("page %d\n got: %s\nwant: ...%s", number, r.Body, want)
		}
	}
	if len(uids) != 25 || uids[0] != "user_024" || uids[24] != "user_000" {
		t.Errorf("%d people: %q", len(uids), uids)
	}
}
