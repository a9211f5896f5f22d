package cometchatapi

import "github.com/chatmock/mockserver/internal/gateway"

var importOperations []gateway.Op
