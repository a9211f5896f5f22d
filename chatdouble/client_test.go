package chatdouble_test

import (
	"cmp"
	"crypto/md5"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"
)

// chatClient and zimClient are what a team has in its backend: they know a base URL and
// credentials, and nothing of this package. The examples and the tests use them.

type chatClient struct{ BaseURL, APIKey, AppID string }

// answer is a reply that has been read.
type answer struct {
	Status int
	Header http.Header
	Body   string
}

// blocked asks for a page of the people whom a user has blocked.
func (c chatClient) blocked(uid, query string) (answer, error) {
	r, err := http.NewRequest(http.MethodGet, c.BaseURL+"/users/"+uid+"/blockedusers?"+query, nil)
	if err != nil {
		return answer{}, err
	}
	r.Header.Set("apiKey", c.APIKey)
	if c.AppID != "" {
		r.Header.Set("appId", c.AppID)
	}
	return do(r)
}

// uids lists whom a user has blocked.
func (c chatClient) uids(uid string) (string, error) {
	a, err := c.blocked(uid, "")
	if err != nil {
		return "", err
	}
	var page struct {
		Data  []struct{ UID string }
		Error struct{ Code string }
	}
	if err := json.Unmarshal([]byte(a.Body), &page); err != nil {
		return "", err
	}
	var all []string
	for _, u := range page.Data {
		all = append(all, u.UID)
	}
	return cmp.Or(page.Error.Code, strings.Join(all, " ")), nil
}

type zimClient struct {
	BaseURL      string
	AppID        uint32
	ServerSecret string
}

// blacklist is a page of a user's block list.
type blacklist struct {
	Code       int
	Message    string
	TotalCount int
	Next       int64
	Blacklist  []struct{ UserID string }
}

func (c zimClient) queryBlacklist(user string, limit int, next int64) (page blacklist, a answer, err error) {
	params := url.Values{
		"Action": {"QueryBlacklist"}, "FromUserId": {user},
		"Limit": {strconv.Itoa(limit)}, "Next": {strconv.FormatInt(next, 10)},
	}
	c.sign(params, time.Now())
	r, err := http.NewRequest(http.MethodGet, c.BaseURL+"/?"+params.Encode(), nil)
	if err != nil {
		return page, a, err
	}
	if a, err = do(r); err != nil {
		return page, a, err
	}
	return page, a, json.Unmarshal([]byte(a.Body), &page)
}

// sign adds the common parameters (page "Accessing Server APIs").
func (c zimClient) sign(params url.Values, now time.Time) {
	const nonce = "a1b2c3d4e5f60718"
	id, timestamp := strconv.FormatUint(uint64(c.AppID), 10), strconv.FormatInt(now.Unix(), 10)
	params.Set("AppId", id)
	params.Set("SignatureNonce", nonce)
	params.Set("Timestamp", timestamp)
	params.Set("SignatureVersion", "2.0")
	params.Set("Signature", fmt.Sprintf("%x", md5.Sum([]byte(id+nonce+c.ServerSecret+timestamp))))
}

func do(r *http.Request) (answer, error) {
	resp, err := http.DefaultClient.Do(r)
	if err != nil {
		return answer{}, err
	}
	defer resp.Body.Close()
	body, err := io.ReadAll(resp.Body)
	return answer{resp.StatusCode, resp.Header, string(body)}, err
}
