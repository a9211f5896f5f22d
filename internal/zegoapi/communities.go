package zegoapi

import (
	"github.com/chatdouble/mockserver/internal/gateway"
	"github.com/chatdouble/mockserver/internal/store"
)

// mostCommunities is the largest page of communities (page "Query community list").
const mostCommunities = 10_000

var queryAppCommunityList = operation{
	Name: "QueryAppCommunityList", Page: "community/query-community-list", Method: get,
	Does: action[communityQuery, communityPage]{
		Run: func(tx *store.Tx, q communityQuery) (found communityPage, err error) {
			found.TotalCount = tx.CommunityCount()
			p := pageNumber(q.Next, q.Limit, mostCommunities, found.TotalCount)
			found.Next = p.next
			for c := range tx.Communities(p.from) {
				if len(found.List) == p.limit {
					break
				}
				found.List = append(found.List, communityRow{c.ID, c.Name})
			}
			return found, nil
		},
	},
	Rates:  []rate{{Quota: "listsPerSecond"}},
	Listed: []*codeError{errInput},
	Checks: []*codeError{errRate, errInput},
	Notes: []gateway.Fact{
		documented("members TotalCount, Next and CommunityIdList with CommunityId and CommunityName"),
		documented("Limit missing or above 10000 counts as 10000"),
		assumed("so does 0"),
		documented("pages are counted: Next is 0 for the first and what the answer said for the others; it is 0 when all have been given"),
		assumed("a page behind the last: Code 0, no rows, Next 0; a changed Limit counts other pages"),
		documented("GET with a JSON body"),
		assumed("the query counts too, and before the body"),
		assumed("order: as the communities were made"),
	},
}

type communityQuery struct {
	Limit int64 `json:"Limit"`
	Next  int64 `json:"Next"`
}

type communityPage struct {
	TotalCount int            `json:"TotalCount" rule:"min=0"`
	Next       int64          `json:"Next" rule:"min=0"`
	List       []communityRow `json:"CommunityIdList" wire:"vary"`
}

type communityRow struct {
	ID   string `json:"CommunityId"`
	Name string `json:"CommunityName"`
}
