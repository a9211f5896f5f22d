package cometchatapi

import "github.com/chatmock/mockserver/internal/gateway"

var friendOperations []gateway.Op
