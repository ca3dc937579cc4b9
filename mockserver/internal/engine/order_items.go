package engine

import (
	"fmt"
	"maps"

	"github.com/shopspring/decimal"

	"github.com/stateset/stateset-go/api"
	"github.com/stateset/stateset-go/internal/numtext"
	"github.com/stateset/stateset-go/orders"
)

func (tx *Tx) newItems(params []orders.ItemParams) ([]*orders.Item, error) {
	items := make([]*orders.Item, len(params))
	for i := range params {
		item, err := tx.newItem(&params[i], fmt.Sprintf("items[%d]", i))
		if err != nil {
			return nil, err
		}
		items[i] = item
	}
	return items, nil
}

// newItem returns an item. Its product, if known, supplies the fields that the line
// does not set.
func (tx *Tx) newItem(params *orders.ItemParams, param string) (*orders.Item, error) {
	item := &orders.Item{
		Object: "order_item", ProductID: params.ProductID, SKU: params.SKU, Name: params.Name,
		Quantity: params.Quantity, Price: params.Price, Metadata: maps.Clone(params.Metadata),
	}
	if product, known := tx.account.products.Get(params.ProductID); known {
		if err := fillFromProduct(item, product, param); err != nil {
			return nil, err
		}
	}
	if err := checkItem(item, param); err != nil {
		return nil, err
	}
	item.Total = api.FromDecimal(item.Price.Decimal().Mul(decimal.NewFromInt(int64(item.Quantity))), item.Price.Currency())
	if item.Total.Err() != nil {
		return nil, invalid(param+".quantity", "The item's total must be below 10^15: use a smaller quantity or price")
	}
	return item, nil
}

func fillFromProduct(item *orders.Item, product *orders.Product, param string) error {
	if item.Name == "" {
		item.Name = product.Name
	}
	if item.SKU == "" {
		item.SKU = product.SKU
	}
	switch {
	case !item.Price.IsSet():
		item.Price = product.Price
	case !numtext.SameCurrency(item.Price.Currency(), product.Price.Currency()):
		return currencyMismatch(param+".price.denom", "The product '%s' is priced in '%s', not in '%s': use its currency",
			product.ID, product.Price.Currency(), excerpt(item.Price.Currency()))
	}
	return nil
}

func checkItem(item *orders.Item, param string) error {
	switch {
	case item.Name == "" && item.ProductID == "":
		return missing(param + ".name")
	case !item.Price.IsSet():
		return missing(param + ".price")
	}
	return nil
}

// moveStock changes the stock of a known product and returns the new number. Unknown
// products have no stock.
func (tx *Tx) moveStock(productID string, pieces int) (available int, known bool) {
	product, known := tx.account.products.Get(productID)
	if !known {
		return 0, false
	}
	changed := *product
	changed.Available += pieces
	put(tx, &tx.account.products, productID, &changed)
	return changed.Available, true
}
