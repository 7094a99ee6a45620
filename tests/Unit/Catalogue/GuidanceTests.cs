using static OneVisit.Unit.Catalogue.SmallCity;

namespace OneVisit.Unit.Catalogue;

/// <summary>People say what they want in their own words.</summary>
public class GuidanceTests
{
    private static readonly OneVisit.Catalogue.CityCatalogue City = OneVisit.Catalogue.CityCatalogue.Load(Files(
        Item("a.food"), Item("b.birth"), Item("a.shop"),
        Named("open-a-restaurant", "a.food", "开办餐饮店", "Open a restaurant", "[开饭馆, 开饭店, 餐馆, 餐厅]", "[eatery]"),
        Named("birth", "b.birth", "新生儿出生", "Birth of a child", "[生孩子, 上户口]", "[baby]"),
        Named("business-start-up", "a.shop", "开办企业", "Business start-up", "[开公司, 注册公司]", "[company]"),
        Item("b.close"), Named("close-a-business", "b.close", "企业注销", "Close a business", "[关饭店, 关店]", "[wind up]"),
        ("synonyms.yaml", "- [饭馆, 饭店, 餐厅, 餐馆, 餐饮店, restaurant, diner]\n- [宝宝, 孩子, baby, newborn]")));

    [Theory]
    [InlineData("想开个小饭馆", "open-a-restaurant")]
    [InlineData("我要开一家餐厅", "open-a-restaurant")]
    [InlineData("I want to open a small diner", "open-a-restaurant")]
    [InlineData("two eateries?", "")]
    [InlineData("宝宝出生了怎么办", "birth")]
    [InlineData("my newborn", "birth")]
    [InlineData("关饭店", "close-a-business")]
    [InlineData("我要关饭店了", "close-a-business")]
    [InlineData("开饭店", "open-a-restaurant")]
    [InlineData("注册一家公司", "business-start-up")]
    [InlineData("my newbron", "birth")]
    [InlineData("a compnay", "business-start-up")]
    [InlineData("a comparison", "")]
    [InlineData("bird", "")]
    [InlineData("关心", "")]
    [InlineData("天气", "")]
    [InlineData("?!", "")]
    public void The_bundle_that_is_meant_comes_first(string text, string bundle) =>
        Assert.Equal(bundle, City.Guide(text, Day) is [var first, ..] ? first.Bundle : "");

    [Theory]
    [InlineData("把便利店关了", "close-a-business")]
    [InlineData("注销网店", "close-a-business")]
    [InlineData("关闭我的餐馆", "close-a-business")]
    [InlineData("close my salon", "close-a-business")]
    [InlineData("how do I shut my restaurant", "close-a-business")]
    [InlineData("想开个小饭馆", "open-a-restaurant")]
    [InlineData("开理发店", "business-start-up")]
    public void What_is_to_be_done_counts_more_than_what_it_is_done_to(string text, string bundle) =>
        Assert.Equal(bundle, Sample.Catalogue.Guide(text, Day)[0].Bundle);

    [Fact]
    public void It_says_which_words_were_found() =>
        Assert.Contains("饭馆", City.Guide("想开个小饭馆", Day)[0].Matched);

    [Fact]
    public void A_bundle_that_is_not_offered_is_not_recommended() =>
        Assert.Empty(City.Guide("想开个小饭馆", new DateOnly(2025, 12, 31)));

    [Fact]
    public void An_item_is_found_by_words_that_stand_apart_in_its_name() =>
        Assert.Equal("signage.shop-sign", Sample.Catalogue.FindItems("招牌门店", null).First().Id);

    private static (string, string) Named(string id, string item, string zh, string en, string wordsZh, string wordsEn)
    {
        var (path, text) = Bundle(Items($"{item}, required: true"), id: id, more: $"words: {{ zh: {wordsZh}, en: {wordsEn} }}");
        return (path, text.Replace("name: { zh: 一件事, en: One thing }", $"name: {{ zh: {zh}, en: {en} }}", StringComparison.Ordinal));
    }
}
