package chatdouble

import (
	"github.com/chatdouble/mockserver/internal/admin"
	"github.com/chatdouble/mockserver/internal/cometchatapi"
	"github.com/chatdouble/mockserver/internal/gateway"
	"github.com/chatdouble/mockserver/internal/zegoapi"
)

// ErrorCode is an error code of a vendor, as a [Fault] can have it.
type ErrorCode struct {
	Vendor     string // "cometchat" or "zim"
	Code       string
	Status     int      // of HTTP
	Message    string   // what is answered with it; "unknown" stands for who or what it names
	Operations []string // that are known to answer with it; a fault makes any of the vendor's do so
}

// Codes lists every error code that a [Fault] can have, CometChat's first. Each call makes a list anew.
func Codes() (all []ErrorCode) {
	for _, c := range codes() {
		all = append(all, ErrorCode(c))
	}
	return all
}

// codes are the same in the words of the admin API.
func codes() (all []admin.Code) {
	add := func(vendor string, codes []gateway.Code) {
		for _, c := range codes {
			all = append(all, admin.NewCode(vendor, c))
		}
	}
	add(cometchatapi.Vendor, cometchatapi.Codes())
	add(zegoapi.Vendor, zegoapi.Codes())
	return all
}
