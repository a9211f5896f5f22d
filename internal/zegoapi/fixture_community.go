package zegoapi

import (
	"iter"

	"github.com/chatdouble/mockserver/internal/fixture"
	"github.com/chatdouble/mockserver/internal/shape"
	"github.com/chatdouble/mockserver/internal/store"
)

// FixtureCommunity is a community of a ZIM app (page "QueryAppCommunityList").
type FixtureCommunity struct {
	fixture.Placed `schema:"ZIMCommunity" is:"a communityId or {communityId, communityName}" short:"communityId" doc:"A community."`

	CommunityID   string `json:"communityId" rule:"required,zimid,maxbytes=32" doc:"The community's id."`
	CommunityName string `json:"communityName,omitzero" rule:"maxlen=300" doc:"Empty when left out."`
}

// into puts a community into a state. Of one that is there a name that is given replaces the other.
func (c *FixtureCommunity) into(tx *store.Tx, _ *fixture.Plan) error {
	sum := *c
	if before, ok := tx.Community(c.CommunityID); ok {
		sum = fixtureCommunity(before)
		fixture.Replace(&sum, c)
	}
	tx.PutCommunity(store.Community{ID: sum.CommunityID, Name: sum.CommunityName})
	return nil
}

func communitiesOut(tx *store.Tx) iter.Seq[FixtureCommunity] {
	return fixture.Each(func(tx *store.Tx) iter.Seq[*store.Community] { return tx.Communities(0) }, fixtureCommunity)(tx)
}

func fixtureCommunity(c *store.Community) FixtureCommunity {
	return FixtureCommunity{CommunityID: c.ID, CommunityName: c.Name}
}

// checkCommunities tells of ids that stand twice.
func (a *FixtureApp) checkCommunities(c *fixture.Checker) {
	seen := fixture.Firsts{}
	for i := range a.Communities {
		at := a.Communities[i].At("communityId")
		if first, again := seen.Seen(a.Communities[i].CommunityID, at); again && a.Communities[i].CommunityID != "" {
			c.Wrong(at, "communityId", "%s is listed twice, first at %s", shape.Quote(a.Communities[i].CommunityID), c.Where(first))
		}
	}
}
