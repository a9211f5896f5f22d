package zegoapi

// otherActions are communities, and the licence of ZIMAudio, which has a host of its own: auth-api.zego.im.
var otherActions = []operation{
	{Name: "QueryAppCommunityList", Page: "community/query-community-list", Method: get},
	{Name: "CgiDescribeZIMAudioLicense", Page: "ZIM Audio/obtain-a-license", Method: get},
}
