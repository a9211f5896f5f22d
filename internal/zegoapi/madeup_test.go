package zegoapi

// MadeUp is an action that no vendor has. In the table of this package's tests it is one that is known and not
// emulated, so that what they say of such actions stays true when the last of the vendor's is built.
const MadeUp = "WaterPlants"

func init() {
	families = append(families, []operation{{Name: MadeUp, Page: "Plants/water-plants"}})
}
