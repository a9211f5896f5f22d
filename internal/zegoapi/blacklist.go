package zegoapi

import (
	"slices"

	"github.com/chatdouble/mockserver/internal/gateway"
	"github.com/chatdouble/mockserver/internal/jsontext"
	"github.com/chatdouble/mockserver/internal/store"
)

// blacklistActions are those on block lists.
var blacklistActions = []operation{queryBlacklist, addUsersToBlacklist, removeUsersFromBlacklist, checkUsersIsInBlacklist}

var queryBlacklist = operation{
	Name: "QueryBlacklist", Page: "User/query-the-blocklist", Method: get,
	Does: page[blockedRow]{
		List:   "Blacklist",
		Rows:   func(tx *store.Tx, owner string) store.Rows { return tx.Blocks(owner, store.BlockedByMe) },
		Append: appendBlocked,
	},
	Listed: []*codeError{errInput, errRate, errNotRegistered, errOperator},
	Checks: []*codeError{errRate, errInput, errNotRegistered},
	Notes: []gateway.Fact{
		documented("UpdateTime in milliseconds"),
		assumed("order: as the blocks were made, oldest first; those of a fixture in the order of their times"),
		assumed("no name or avatar: empty strings; both are the user's at the time of the query"),
		eitherCode,
	},
}

// blockedRow is what [appendBlocked] writes.
type blockedRow struct {
	UserID     string `json:"UserId"`
	UserName   string `json:"UserName"`
	Avatar     string `json:"Avatar"`
	UpdateTime int64  `json:"UpdateTime"`
}

func appendBlocked(dst []byte, row store.Row) []byte {
	dst = append(dst, row.User.Piece(writePiece).Head...)
	dst = append(dst, `,"UpdateTime":`...)
	dst = jsontext.AppendMillis(dst, row.BlockedByMeMillis())
	return append(dst, '}')
}

// writePiece writes what a row says of a person, up to what belongs to the pair.
func writePiece(u *store.User) *store.Piece {
	head := append([]byte(nil), `{"UserId":`...)
	head = jsontext.AppendString(head, u.ID)
	head = append(head, `,"UserName":`...)
	head = jsontext.AppendString(head, u.Name)
	head = append(head, `,"Avatar":`...)
	head = jsontext.AppendString(head, u.Avatar)
	return &store.Piece{Head: head}
}

var addUsersToBlacklist = operation{
	Name: "AddUsersToBlacklist", Page: "User/batch-block-users",
	Does: batch[blocking, none]{
		Once: true,
		Check: func(c *gateway.Call, b *blocking) error {
			b.most = c.App.Quotas["blacklist"]
			return nil
		},
		Refuse: func(tx *store.Tx, b blocking) error {
			if err := b.notSelf(); err != nil {
				return err
			}
			if b.full(tx) {
				return errBlacklistFull.because("%q blocks %d people already, which is all that this app allows (limits.blacklist)", b.FromUserID, b.most)
			}
			return nil
		},
		Each: func(tx *store.Tx, b blocking, at one) (none, error) {
			if err := target(tx, at.ID); err != nil {
				return none{}, err
			}
			switch {
			case tx.HasBlocked(b.FromUserID, at.ID):
				return none{}, errAlreadyBlocked
			case b.full(tx):
				return none{}, errBlacklistFull
			}
			_, err := tx.Block(b.FromUserID, at.ID, tx.Now())
			return none{}, err
		},
		Changes: true, Failures: "ErrList", AllFailed: errNoneBlocked,
	},
	Listed: []*codeError{
		errInput, errRate, errNotRegistered, errUserUnknown, errOperator, errAlreadyBlocked, errSelfBlock, errManyBlocks,
		errBlacklistFull, errNoneBlocked,
	},
	Checks: []*codeError{
		errRate, errInput, errManyBlocks, errNotRegistered, errSelfBlock, errBlacklistFull, errUserUnknown,
		errAlreadyBlocked, errNoneBlocked,
	},
	Notes: []gateway.Fact{
		documented("FromUserId among UserIds: 660800038"),
		assumed("660800038 refuses the whole call, nobody is blocked"),
		documented("a target who is blocked already: SubCode 660800037"),
		assumed("a target who is not registered: SubCode 660700015 (this page prints 6607000015, every other one 660700015)"),
		documented("a bad id among UserIds: SubCode 660000002"),
		documented("each user can block 1000 others, then 660800040"),
		assumed("660800040 is the Code when the list is full before the call, else the SubCode of those who did not fit"),
		assumed("order of the checks: parameters, number of ids, FromUserId registered, FromUserId among the ids, list full; then of each id: form, registered, blocked already, list full"),
		assumed("the block's time is that of the call; those of one call are in the order of UserIds"),
		documented("no callback tells of a change of a block list"),
		eitherCode,
	},
}

// eitherCode is said of each page on block lists.
var eitherCode = assumed("FromUserId not registered is 660500002 and not 660800001, which the page lists for it too")

// blockBatch is what the actions on several people of a block list are asked with.
type blockBatch struct {
	FromUserID string   `json:"FromUserId" rule:"required,userid"`
	UserIDs    []string `json:"UserIds" rule:"required" quota:"batch" many:"660800039"`
}

func (b blockBatch) ids() []string { return b.UserIDs }

func (b blockBatch) notSelf() error {
	if slices.Contains(b.UserIDs, b.FromUserID) {
		return errSelfBlock.because("FromUserId %q is among UserIds", b.FromUserID)
	}
	return nil
}

// blocking asks to put people on a block list that may hold so many.
type blocking struct {
	blockBatch
	most int
}

func (b blocking) full(tx *store.Tx) bool {
	return tx.Blocks(b.FromUserID, store.BlockedByMe).Len() >= b.most
}

var removeUsersFromBlacklist = operation{
	Name: "RemoveUsersFromBlacklist", Page: "User/batch-unblock-users",
	Does: batch[blockBatch, none]{
		Once:   true,
		Refuse: func(_ *store.Tx, b blockBatch) error { return b.notSelf() },
		Each: func(tx *store.Tx, b blockBatch, at one) (none, error) {
			switch {
			case !ValidUserID(at.ID):
				return none{}, notAnID(at.ID)
			case tx.HadBlocked(b.FromUserID, at.ID):
				return none{}, errAlreadyUnblocked
			case !tx.Unblock(b.FromUserID, at.ID):
				return none{}, errNotBlocked
			}
			return none{}, nil
		},
		Changes: true, Failures: "ErrList", AllFailed: errNoneUnblocked,
	},
	Listed: []*codeError{
		errInput, errRate, errNotRegistered, errOperator, errSelfBlock, errManyBlocks, errNoneUnblocked, errAlreadyUnblocked,
		errNotBlocked,
	},
	Checks: []*codeError{
		errRate, errInput, errManyBlocks, errNotRegistered, errSelfBlock, errAlreadyUnblocked, errNotBlocked,
		errNoneUnblocked,
	},
	Notes: []gateway.Fact{
		documented("FromUserId among UserIds: 660800038"),
		assumed("660800038 refuses the whole call, nobody is removed"),
		assumed("SubCode 660800043: the user was in the list once and has been removed; 660800044: never was"),
		assumed("a target who is not registered: SubCode 660800044"),
		documented("a bad id among UserIds: SubCode 660000002"),
		assumed("order of the checks: parameters, number of ids, FromUserId registered, FromUserId among the ids; then each id"),
		eitherCode,
	},
}

var checkUsersIsInBlacklist = operation{
	Name: "CheckUsersIsInBlacklist", Page: "User/check-blockships",
	Does: batch[blockBatch, blockCheck]{
		Once: true,
		Each: func(tx *store.Tx, b blockBatch, at one) (blockCheck, error) {
			if err := target(tx, at.ID); err != nil || !tx.HasBlocked(b.FromUserID, at.ID) {
				return blockCheck{UserID: at.ID}, err
			}
			return blockCheck{at.ID, 1}, nil
		},
		Good: "Succ", Failures: "ErrList",
	},
	Listed: []*codeError{errInput, errRate, errNotRegistered, errUserUnknown, errOperator, errManyBlocks},
	Checks: []*codeError{errRate, errInput, errManyBlocks, errNotRegistered, errUserUnknown},
	Notes: []gateway.Fact{
		documented("Result is 1 when FromUserId has blocked the user, else 0; the other way round is not looked at"),
		documented("a target who is not registered: SubCode 660700015"),
		documented("a bad id among UserIds: SubCode 660000002"),
		assumed("FromUserId among UserIds: Result 0"),
		eitherCode,
	},
}

type blockCheck struct {
	UserID string `json:"UserId"`
	Result int    `json:"Result" rule:"min=0,max=1"`
}

// target refuses whom no action can be done to.
func target(tx *store.Tx, id string) error {
	if !ValidUserID(id) {
		return notAnID(id)
	}
	if _, ok := tx.User(id); !ok {
		return unknownUser(errUserUnknown, id)
	}
	return nil
}

// notAnID refuses an id that no user may have.
func notAnID(id string) error { return errInput.because("%s", whyNotID(shownID(id), id)) }
